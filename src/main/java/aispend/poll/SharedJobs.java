// SPDX-License-Identifier: Apache-2.0
package aispend.poll;

import aispend.config.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs of all daemons on one ledger, kept in its database: a firing is done by one of them, and
 * by another one if the first is lost on the way. The leader says which jobs there are; each does
 * them while it may. A daemon that may not has no scheduler at all, as one that is only paused
 * would still judge by its clock who is dead.
 */
final class SharedJobs implements Jobs {
  private static final Logger log = LoggerFactory.getLogger(SharedJobs.class);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration LEARN = Duration.ofSeconds(3);
  private static final Duration FAREWELL = Duration.ofSeconds(10);

  /** A scheduler with the polls that it runs. */
  private record Shift(Scheduler scheduler, Running running) {}

  private final List<Account> accounts;
  private final Crew crew;
  private final Function<String, Optional<PollJob.Work>> work;
  private final ReentrantLock changing = new ReentrantLock();
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "poll-duty");
            thread.setDaemon(true);
            return thread;
          });

  /** Changed under the lock. */
  private volatile @Nullable Shift shift;

  private final Runnable learn;
  private final ClockWatch watch = new ClockWatch();
  private volatile boolean stopped;
  private boolean failing;

  /**
   * Prepares.
   *
   * @param work what a job does, by its name; empty for one that is not known here
   * @param learn takes over what the others know, now and then
   */
  SharedJobs(
      List<Account> accounts,
      Crew crew,
      Function<String, Optional<PollJob.Work>> work,
      Runnable learn) {
    this.accounts = List.copyOf(accounts);
    this.crew = crew;
    this.work = work;
    this.learn = learn;
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // a look throws nothing
  public void start() {
    looks.scheduleWithFixedDelay(this::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    looks.scheduleWithFixedDelay(
        this::learn, LOOK.toMillis(), LEARN.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void learn() {
    try {
      learn.run();
    } catch (RuntimeException e) { // the next one may succeed
      log.debug("What the others poll cannot be seen now.", e);
    }
  }

  /** Begins or ends to take part. */
  private void look() {
    changing.lock();
    try {
      if (stopped || !crew.polls().getAsBoolean()) {
        end();
      } else {
        watch.look(begun());
      }
      failing = false;
    } catch (SchedulerException | RuntimeException e) {
      if (!failing) {
        log.warn("This daemon cannot take part in polling yet. cause={}", e.getMessage());
      }
      failing = true;
    } finally {
      changing.unlock();
    }
  }

  @Override
  public void lead() {
    changing.lock();
    try {
      if (!stopped) {
        agree(begun());
      }
    } catch (SchedulerException e) {
      throw new IllegalStateException("cannot say what is to be polled: " + e.getMessage(), e);
    } finally {
      changing.unlock();
    }
  }

  private Scheduler begun() throws SchedulerException {
    Shift now = shift;
    if (now == null) {
      Running running = new Running();
      Scheduler made =
          Schedulers.shared(crew, Math.max(1, 2 * accounts.size()), name -> job(name, running));
      now = new Shift(made, running);
      shift = now;
      made.start();
    }
    return now.scheduler();
  }

  private void end() throws SchedulerException {
    Shift now = shift;
    if (now != null) {
      pause(now);
      endWithin(now.scheduler(), FAREWELL); // what is interrupted is left by its scheduler
      shift = null;
    }
  }

  /**
   * Waits for polls to end, but not for a database that is away: what ended a poll there is asked
   * again and again by Quartz until it is back.
   */
  private static void endWithin(Scheduler scheduler, Duration patience) {
    Thread ending =
        new Thread(
            () -> {
              try {
                scheduler.shutdown(true);
              } catch (SchedulerException e) {
                log.warn("Polling did not end in order. cause={}", e.getMessage());
              }
            },
            "poll-ending");
    ending.setDaemon(true);
    ending.start();
    try {
      ending.join(patience.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (ending.isAlive()) {
      log.warn("A poll does not end; another daemon does it when this one is gone.");
    }
  }

  /** One that is not known is left to whoever knows it; Quartz would give it up for good. */
  private PollJob job(String name, Running running) {
    Optional<PollJob.Work> known = work.apply(name);
    if (known.isEmpty()) {
      log.warn("A job is not known here and is left out. job=\"{}\"", name);
    }
    return new PollJob(name, known.orElse(() -> {}), running, () -> leave(name));
  }

  /** What was interrupted is due at once, for another one. */
  private void leave(String name) {
    Shift now = shift;
    if (now == null || name.endsWith(Poller.NAMES)) {
      return;
    }
    try {
      now.scheduler().triggerJob(JobKey.jobKey(name));
    } catch (SchedulerException e) {
      log.warn(
          "An interrupted poll waits for its next time. job={} cause={}", name, e.getMessage());
    }
  }

  /**
   * What is there already and was asked for by the same configuration goes on undisturbed, whoever
   * leads; all else is due at once.
   */
  private void agree(Scheduler scheduler) throws SchedulerException {
    Set<JobKey> wanted = new HashSet<>();
    for (Account account : accounts) {
      String names = Poller.namesOf(account.name());
      wanted.add(JobKey.jobKey(account.name()));
      wanted.add(JobKey.jobKey(names));
      boolean fresh =
          agree(
              scheduler,
              Firings.job(account.name(), crew.configuration(), true),
              Firings.trigger(account));
      if (fresh && account.reading().schedule() instanceof Schedule.Cron) {
        scheduler.triggerJob(JobKey.jobKey(account.name()));
      }
      agree(
          scheduler,
          Firings.job(names, crew.configuration(), false),
          Firings.every(names, Poller.NAMES_CHECKED));
    }
    for (JobKey key : scheduler.getJobKeys(GroupMatcher.jobGroupEquals(Scheduler.DEFAULT_GROUP))) {
      if (!wanted.contains(key)) {
        scheduler.deleteJob(key);
      }
    }
  }

  /** Whether it was not there before, or was another one. */
  private static boolean agree(Scheduler scheduler, JobDetail job, Trigger trigger)
      throws SchedulerException {
    TriggerKey key = trigger.getKey();
    JobDetail before = scheduler.getJobDetail(job.getKey());
    boolean same =
        before != null
            && String.valueOf(job.getDescription()).equals(before.getDescription())
            && scheduler.checkExists(key);
    if (same) {
      if (scheduler.getTriggerState(key) == Trigger.TriggerState.ERROR) {
        scheduler.resetTriggerFromErrorState(key);
      }
      return false;
    }
    scheduler.addJob(job, true);
    scheduler.unscheduleJob(key);
    scheduler.scheduleJob(trigger);
    return true;
  }

  @Override
  public Optional<Instant> next(String job) {
    Shift now = shift;
    try {
      return now == null ? Optional.empty() : Jobs.next(now.scheduler(), job);
    } catch (SchedulerException e) {
      return Optional.empty(); // the database is away, or the scheduler was just ended
    }
  }

  /** Whoever holds the lock waits for polls, which end by this. */
  @Override
  public void stop() {
    stopped = true;
    Shift now = shift;
    if (now == null) {
      return;
    }
    try {
      pause(now);
    } catch (SchedulerException e) {
      throw new IllegalStateException("cannot stop polling", e);
    }
  }

  /** First of all nothing new, or what is interrupted would be begun here again. */
  private static void pause(Shift now) throws SchedulerException {
    now.scheduler().standby();
    now.running().stop();
  }

  @Override
  public void close() {
    stop();
    looks.shutdown();
    try {
      looks.awaitTermination(FAREWELL.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    look();
  }
}

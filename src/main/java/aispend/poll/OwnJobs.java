// SPDX-License-Identifier: Apache-2.0
package aispend.poll;

import aispend.config.Schedule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs of a daemon that has its ledger for itself: in memory, each done at once at the start.
 */
final class OwnJobs implements Jobs {
  private static final Logger log = LoggerFactory.getLogger(OwnJobs.class);

  private final List<Account> accounts;
  private final Running running = new Running();
  private final Scheduler scheduler;
  private final ClockWatch watch = new ClockWatch();
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "poll-clock");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Prepares.
   *
   * @param work what a job does, by its name
   */
  OwnJobs(List<Account> accounts, Function<String, PollJob.Work> work) {
    this.accounts = List.copyOf(accounts);
    try {
      this.scheduler =
          Schedulers.inMemory(
              Math.max(1, 2 * accounts.size()),
              name -> new PollJob(name, work.apply(name), running, () -> {}));
    } catch (SchedulerException e) {
      throw new IllegalStateException("cannot make a scheduler", e);
    }
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // a look throws nothing
  public void start() {
    try {
      for (Account account : accounts) {
        String names = Poller.namesOf(account.name());
        scheduler.addJob(Firings.job(account.name(), "", false), true);
        scheduler.scheduleJob(Firings.trigger(account));
        if (account.reading().schedule() instanceof Schedule.Cron) {
          scheduler.triggerJob(JobKey.jobKey(account.name()));
        }
        scheduler.addJob(Firings.job(names, "", false), true);
        scheduler.scheduleJob(Firings.every(names, Poller.NAMES_CHECKED));
      }
      scheduler.start();
    } catch (SchedulerException e) {
      throw new IllegalStateException("cannot start polling", e);
    }
    long pause = ClockWatch.LOOK.toMillis();
    looks.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      watch.look(scheduler);
    } catch (SchedulerException | RuntimeException e) {
      log.warn("Jobs cannot be brought forward yet. cause={}", e.getMessage());
    }
  }

  /** It does so by itself. */
  @Override
  public void lead() {}

  @Override
  public Optional<Instant> next(String job) {
    try {
      return Jobs.next(scheduler, job);
    } catch (SchedulerException e) {
      throw new IllegalStateException("cannot read the schedule of " + job, e);
    }
  }

  @Override
  public void stop() {
    try {
      scheduler.standby();
      running.stop();
    } catch (SchedulerException e) {
      throw new IllegalStateException("cannot stop polling", e);
    }
  }

  @Override
  public void close() {
    stop();
    looks.shutdownNow();
    try {
      scheduler.shutdown(true);
    } catch (SchedulerException e) {
      throw new IllegalStateException("cannot stop polling", e);
    }
  }
}

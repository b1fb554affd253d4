// SPDX-License-Identifier: Apache-2.0
package aispend.poll;

import static java.util.Objects.requireNonNull;

import aispend.config.Schedule;
import aispend.ingest.IngestResult;
import aispend.model.ChargePeriod;
import aispend.model.ProviderException;
import aispend.model.Source;
import aispend.telemetry.Telemetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TimeZone;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.quartz.CronExpression;
import org.quartz.CronScheduleBuilder;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;

/**
 * Polls accounts on their schedules, each at once when it starts. Firings that were missed, while a
 * poll took long or the machine slept, are made up for by a single one, since a poll reads on from
 * the watermark. Any thread may use it.
 */
public final class Poller implements AutoCloseable {
  /** Ends the names of jobs that look up names; no account's name has a space. */
  private static final String NAMES = " names";

  private static final Duration NAMES_CHECKED = Duration.ofSeconds(30);

  private final Map<String, AccountPoll> polls;
  private final Map<String, Account> accounts;
  private final Telemetry telemetry;
  private final Clock clock;
  private final Running running = new Running();
  private final Scheduler scheduler;

  public Poller(List<Account> accounts, Telemetry telemetry, Clock clock) {
    this.telemetry = telemetry;
    this.clock = clock;
    this.accounts =
        accounts.stream()
            .collect(
                Collectors.toMap(
                    Account::name, Function.identity(), (a, b) -> a, LinkedHashMap::new));
    this.polls = new LinkedHashMap<>();
    for (Account account : accounts) {
      polls.put(account.name(), new AccountPoll(account, telemetry, clock));
    }
    this.scheduler = scheduler(Math.max(1, 2 * accounts.size()));
  }

  /** What is wrong with a cron expression; empty when nothing is. */
  public static Optional<String> cronProblem(String expression) {
    try {
      CronExpression.validateExpression(expression);
      return Optional.empty();
    } catch (java.text.ParseException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Begins to poll.
   *
   * @throws aispend.ingest.NotKeptException when the ledger cannot be written
   */
  public void start() {
    polls.values().forEach(AccountPoll::announce);
    try {
      for (Account account : accounts.values()) {
        scheduler.addJob(job(account.name()), true);
        scheduler.scheduleJob(trigger(account));
        if (account.reading().schedule() instanceof Schedule.Cron) {
          scheduler.triggerJob(JobKey.jobKey(account.name()));
        }
        scheduler.addJob(job(account.name() + NAMES), true);
        scheduler.scheduleJob(every(account.name() + NAMES, NAMES_CHECKED));
      }
      scheduler.start();
      publishTimes();
    } catch (SchedulerException e) {
      throw new IllegalStateException("cannot start polling", e);
    }
  }

  /** How each source of each account is doing. */
  public Map<String, Map<String, PollHealth>> health() {
    Map<String, Map<String, PollHealth>> byAccount = new LinkedHashMap<>();
    polls.forEach((name, poll) -> byAccount.put(name, poll.health()));
    return byAccount;
  }

  /** When an account is polled next; empty when it never is. */
  public Optional<Instant> next(String account) {
    try {
      return scheduler.getTriggersOfJob(JobKey.jobKey(account)).stream()
          .map(Trigger::getNextFireTime)
          .filter(Objects::nonNull)
          .map(Date::toInstant)
          .min(Instant::compareTo);
    } catch (SchedulerException e) {
      throw new IllegalStateException("cannot read the schedule of " + account, e);
    }
  }

  /** Sets the gauges of intervals and next polls. */
  private void publishTimes() {
    for (Account account : accounts.values()) {
      Optional<Instant> next = next(account.name());
      Duration interval = interval(account.reading().schedule());
      for (Source source : account.sources()) {
        telemetry.pollInterval(source.name(), account.name(), interval);
        next.ifPresent(at -> telemetry.pollNext(source.name(), account.name(), at));
      }
    }
  }

  /**
   * Reads a range of an account's sources again, in the calling thread.
   *
   * @throws IllegalArgumentException when there is no such account
   */
  public IngestResult backfill(String account, ChargePeriod range, Progress progress)
      throws ProviderException, InterruptedException {
    AccountPoll poll = polls.get(account);
    if (poll == null) {
      throw new IllegalArgumentException(
          "no enabled provider is named '" + account + "'; there are " + polls.keySet());
    }
    poll.announce();
    IngestResult sum = IngestResult.NONE;
    for (Source source : poll.sources()) {
      sum = sum.plus(poll.backfill(source, range, progress));
    }
    return sum;
  }

  /** Told after each piece of a range that is read. */
  public interface Progress {
    /** All of the range before an instant is kept. */
    void done(Source source, Instant until, ChargePeriod range);
  }

  /** Lets no poll begin any more and interrupts those at work; does not wait for them. */
  public void stop() {
    try {
      scheduler.standby();
      running.stop();
    } catch (SchedulerException e) {
      throw new IllegalStateException("cannot stop polling", e);
    }
  }

  /** Stops polls at once; what they had not yet handed to the ledger is read again next time. */
  @Override
  public void close() {
    stop();
    try {
      scheduler.shutdown(true);
    } catch (SchedulerException e) {
      throw new IllegalStateException("cannot stop polling", e);
    }
  }

  private Duration interval(Schedule schedule) {
    if (schedule instanceof Schedule.Every every) {
      return every.interval();
    }
    if (schedule instanceof Schedule.Cron cron) {
      CronExpression expression = cronExpression(cron);
      Date first = expression.getNextValidTimeAfter(Date.from(clock.instant()));
      Date second = first == null ? null : expression.getNextValidTimeAfter(first);
      return second == null
          ? Duration.ZERO
          : Duration.between(first.toInstant(), second.toInstant());
    }
    throw new AssertionError(schedule);
  }

  private static Trigger trigger(Account account) {
    if (account.reading().schedule() instanceof Schedule.Every every) {
      return every(account.name(), every.interval());
    }
    if (account.reading().schedule() instanceof Schedule.Cron cron) {
      return TriggerBuilder.newTrigger()
          .withIdentity(account.name())
          .forJob(account.name())
          .withSchedule(
              CronScheduleBuilder.cronSchedule(cronExpression(cron))
                  .inTimeZone(TimeZone.getTimeZone("UTC"))
                  .withMisfireHandlingInstructionFireAndProceed())
          .build();
    }
    throw new AssertionError(account.reading().schedule());
  }

  private static JobDetail job(String name) {
    return JobBuilder.newJob(PollJob.class).withIdentity(name).storeDurably().build();
  }

  private static Trigger every(String job, Duration interval) {
    return TriggerBuilder.newTrigger()
        .withIdentity(job)
        .forJob(job)
        .startNow()
        .withSchedule(
            SimpleScheduleBuilder.simpleSchedule()
                .withIntervalInMilliseconds(interval.toMillis())
                .repeatForever()
                .withMisfireHandlingInstructionNowWithRemainingCount())
        .build();
  }

  private static CronExpression cronExpression(Schedule.Cron cron) {
    try {
      CronExpression expression = new CronExpression(cron.expression());
      expression.setTimeZone(TimeZone.getTimeZone("UTC"));
      return expression;
    } catch (java.text.ParseException e) {
      throw new IllegalArgumentException("cron expression " + cron.expression(), e);
    }
  }

  private PollJob.Work work(String job) {
    boolean names = job.endsWith(NAMES);
    String account = names ? job.substring(0, job.length() - NAMES.length()) : job;
    AccountPoll poll = requireNonNull(polls.get(account));
    return names ? poll::refreshOtherNames : () -> pollAndPublish(poll);
  }

  /** The next firing is known, and is another one, once this one has begun. */
  private void pollAndPublish(AccountPoll poll) throws InterruptedException {
    publishTimes();
    poll.poll();
  }

  private Scheduler scheduler(int threads) {
    Properties properties = new Properties();
    properties.setProperty(
        "org.quartz.scheduler.instanceName", "poll-" + System.identityHashCode(this));
    properties.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
    properties.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
    properties.setProperty("org.quartz.threadPool.threadCount", String.valueOf(threads));
    properties.setProperty("org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore");
    properties.setProperty("org.quartz.jobStore.misfireThreshold", "5000");
    try {
      Scheduler made = new StdSchedulerFactory(properties).getScheduler();
      made.setJobFactory(
          (bundle, ignored) -> {
            String name = bundle.getJobDetail().getKey().getName();
            return new PollJob(name, work(name), running);
          });
      return made;
    } catch (SchedulerException e) {
      throw new IllegalStateException("cannot make a scheduler", e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.poll;

import aispend.ingest.IngestResult;
import aispend.model.ChargePeriod;
import aispend.model.ProviderException;
import aispend.model.Source;
import aispend.telemetry.Telemetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.quartz.CronExpression;

/**
 * Polls accounts on their schedules, each at once when it starts. Firings that were missed, while a
 * poll took long or the machine slept, are made up for by a single one, since a poll reads on from
 * the watermark. Any thread may use it.
 */
public final class Poller implements AutoCloseable {
  /** Ends the names of jobs that look up names; no account's name has a space. */
  static final String NAMES = " names";

  static final Duration NAMES_CHECKED = Duration.ofSeconds(30);

  private final Map<String, AccountPoll> polls;
  private final Map<String, Account> accounts;
  private final Telemetry telemetry;
  private final Clock clock;
  private final Optional<Crew> crew;
  private final Jobs jobs;

  /** Of a daemon that has its ledger for itself. */
  public Poller(List<Account> accounts, Telemetry telemetry, Clock clock) {
    this(accounts, Optional.empty(), telemetry, clock);
  }

  /**
   * Of any daemon.
   *
   * @param crew those on the same ledger; empty for a daemon that has it for itself
   */
  public Poller(List<Account> accounts, Optional<Crew> crew, Telemetry telemetry, Clock clock) {
    this.telemetry = telemetry;
    this.clock = clock;
    this.crew = crew;
    this.accounts =
        accounts.stream()
            .collect(
                Collectors.toMap(
                    Account::name, Function.identity(), (a, b) -> a, LinkedHashMap::new));
    this.polls = new LinkedHashMap<>();
    PollNotes notes = crew.map(Crew::notes).orElse(PollNotes.NONE);
    for (Account account : accounts) {
      polls.put(account.name(), new AccountPoll(account, notes, telemetry, clock));
    }
    this.jobs =
        crew.isPresent()
            ? new SharedJobs(accounts, crew.get(), this::known, this::learn)
            : new OwnJobs(accounts, this::work);
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
   * Begins to poll; among several daemons, once the leader has said what there is to poll.
   *
   * @throws aispend.ingest.NotKeptException when the ledger cannot be written
   */
  public void start() {
    if (crew.isPresent()) {
      polls.values().forEach(AccountPoll::show);
    } else {
      polls.values().forEach(AccountPoll::announce);
    }
    telemetry.limits().retain(tellingLimits());
    jobs.start();
    publishTimes();
  }

  /** Names of the accounts whose limits are shown; those before a reload may have been others. */
  private Set<String> tellingLimits() {
    return accounts.values().stream()
        .filter(account -> account.provider().tellsLimits())
        .map(Account::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Says what there is to poll, for all daemons on the ledger. A daemon that has it for itself does
   * so at its start.
   *
   * @throws aispend.ingest.NotKeptException when the ledger cannot be written
   */
  public void lead() {
    if (crew.isPresent()) {
      polls.values().forEach(AccountPoll::announce);
      jobs.lead();
    }
  }

  /** How each source of each account is doing. */
  public Map<String, Map<String, PollHealth>> health() {
    Map<String, Map<String, PollHealth>> byAccount = new LinkedHashMap<>();
    polls.forEach((name, poll) -> byAccount.put(name, poll.health()));
    return byAccount;
  }

  /** When an account is polled next; empty when it never is, or when others poll it. */
  public Optional<Instant> next(String account) {
    return jobs.next(account);
  }

  /** Sets the gauges of intervals and next polls. */
  private void publishTimes() {
    for (Account account : accounts.values()) {
      Optional<Instant> next = next(account.name());
      Duration interval = Firings.interval(account.reading().schedule(), clock);
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
    jobs.stop();
  }

  /** Stops polls at once; what they had not yet handed to the ledger is read again next time. */
  @Override
  public void close() {
    jobs.close();
  }

  static String namesOf(String account) {
    return account + NAMES;
  }

  private PollJob.Work work(String job) {
    return known(job).orElseThrow();
  }

  private Optional<PollJob.Work> known(String job) {
    boolean names = job.endsWith(NAMES);
    String account = names ? job.substring(0, job.length() - NAMES.length()) : job;
    return Optional.ofNullable(polls.get(account))
        .map(poll -> names ? poll::refreshOtherNames : () -> pollAndPublish(poll));
  }

  /** The next firing is known, and is another one, once this one has begun. */
  private void pollAndPublish(AccountPoll poll) throws InterruptedException {
    publishTimes();
    poll.poll();
  }

  /** Takes over how the others' polls went. */
  private void learn() {
    Map<String, Map<String, PollHealth>> told =
        crew.map(Crew::notes).orElse(PollNotes.NONE).health();
    polls.forEach((name, poll) -> poll.learn(told.getOrDefault(name, Map.of())));
    publishTimes();
  }
}

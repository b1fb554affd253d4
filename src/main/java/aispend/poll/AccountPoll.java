// SPDX-License-Identifier: Apache-2.0
package aispend.poll;

import aispend.ingest.IngestResult;
import aispend.ingest.NotKeptException;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.ProviderException;
import aispend.model.ReportedBucket;
import aispend.model.Source;
import aispend.telemetry.AskingTelemetry;
import aispend.telemetry.Telemetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one account: each of its sources from where reading stopped to now. One thread at a time
 * polls; any thread may ask for the health.
 */
final class AccountPoll {
  private static final Logger log = LoggerFactory.getLogger(AccountPoll.class);

  /** Looked up before spend is read, so that totals begin under their names. */
  private static final Set<Dimension> LABELS = EnumSet.of(Dimension.PROJECT, Dimension.USER);

  private static final String SUCCESS = "success";
  private static final List<String> OUTCOMES =
      Stream.concat(
              Stream.of(SUCCESS),
              Arrays.stream(ProviderException.Kind.values()).map(ProviderException.Kind::outcome))
          .toList();

  private final Account account;
  private final Telemetry telemetry;
  private final Clock clock;
  private final NameLookUp labelNames;
  private final NameLookUp otherNames;
  private final BalanceReading balance;
  private final LimitReading limits;
  private final AuthRest rest;
  private final Noting notes;
  private final Map<String, PollHealth> health = new ConcurrentHashMap<>();
  private final Map<String, Stride> strides = new HashMap<>();

  /** Of a daemon that has its ledger for itself. */
  AccountPoll(Account account, Telemetry telemetry, Clock clock) {
    this(account, PollNotes.NONE, telemetry, clock);
  }

  AccountPoll(Account account, PollNotes notes, Telemetry telemetry, Clock clock) {
    this.account = account;
    this.notes = new Noting(account.name(), notes);
    this.labelNames = new NameLookUp(account, LABELS, this.notes);
    this.otherNames =
        new NameLookUp(account, EnumSet.complementOf(EnumSet.copyOf(LABELS)), this.notes);
    this.balance = new BalanceReading(account);
    this.limits = new LimitReading(account, telemetry);
    this.rest = account.rest();
    this.telemetry = telemetry;
    this.clock = clock;
  }

  String name() {
    return account.name();
  }

  List<Source> sources() {
    return account.sources();
  }

  Map<String, PollHealth> health() {
    Map<String, PollHealth> bySource = new LinkedHashMap<>();
    for (Source source : account.sources()) {
      bySource.put(source.name(), health.getOrDefault(source.name(), PollHealth.UNKNOWN));
    }
    return bySource;
  }

  /**
   * Reads all sources. A source that fails does not keep the others from being read. After a
   * refused key it rests, and only asks again now and then whether the key works.
   */
  void poll() throws InterruptedException {
    Instant now = clock.instant();
    if (!adopt()) {
      return;
    }
    if (rest.resting(now)) {
      sayResting(now);
      return;
    }
    refresh(labelNames, now);
    boolean well = true;
    boolean refused = false;
    for (Source source : account.sources()) {
      Optional<ProviderException.Kind> failure = poll(source);
      well &= health().getOrDefault(source.name(), PollHealth.UNKNOWN).well();
      refused |= failure.equals(Optional.of(ProviderException.Kind.AUTH));
    }
    telemetry.providerState(account.name(), well, !refused);
    if (refused) {
      sayRefused();
      notes.keep(rest.state());
    } else {
      rest.accepted();
      notes.keep(rest.state());
      refreshBalance();
      labelNames.sayFailures();
    }
  }

  /** Goes on where another daemon is; false when that cannot be seen, as nothing could be kept. */
  private boolean adopt() {
    try {
      Map<String, PollHealth> told = notes.health();
      for (Source source : account.sources()) {
        Optional.ofNullable(told.get(source.name()))
            .ifPresent(known -> health.put(source.name(), known));
      }
      notes.rest().ifPresent(rest::adopt);
      return true;
    } catch (NotKeptException e) {
      account
          .sources()
          .forEach(source -> failed(source, Optional.empty(), String.valueOf(e.getMessage())));
      return false;
    }
  }

  /**
   * Looks up the names that no total is labelled by, such as keys, and what may be spent. It may
   * take many slow calls, so it is done beside the polls, by another thread; not before a poll has
   * shown that the key works.
   */
  void refreshOtherNames() throws InterruptedException {
    Instant now = clock.instant();
    if (!rest.resting(now) && health.values().stream().anyMatch(PollHealth::well)) {
      refresh(otherNames, now);
      otherNames.sayFailures();
      limits.refresh(now);
    }
  }

  private void refreshBalance() throws InterruptedException {
    telemetry.asking().begun(AskingTelemetry.BALANCE);
    try {
      balance.refresh(clock.instant());
    } finally {
      telemetry.asking().ended();
    }
  }

  private void refresh(NameLookUp names, Instant now) throws InterruptedException {
    telemetry.asking().begun(AskingTelemetry.NAMES);
    try {
      names.refresh(now);
    } finally {
      telemetry.asking().ended();
    }
  }

  /** One line for all that a refused key keeps from being read. */
  private void sayRefused() {
    String why =
        health().values().stream()
            .filter(source -> source.kind().equals(Optional.of(ProviderException.Kind.AUTH)))
            .map(PollHealth::message)
            .findFirst()
            .orElse("");
    rest.refused(clock.instant(), why);
    log.warn(
        "The provider refused the key. provider={} key={} again_at={} why=\"{}\"",
        account.name(),
        account.keyName(),
        rest.until().truncatedTo(ChronoUnit.SECONDS),
        why);
  }

  /** That a key was refused before the configuration was read again still shows. */
  private void sayResting(Instant now) {
    PollHealth refused =
        PollHealth.UNKNOWN.failed(now, Optional.of(ProviderException.Kind.AUTH), rest.why());
    account.sources().forEach(source -> health.putIfAbsent(source.name(), refused));
  }

  /** Reads a range again, oldest first. */
  IngestResult backfill(Source source, ChargePeriod range, Poller.Progress progress)
      throws ProviderException, InterruptedException {
    return readAll(source, Windows.of(source, range), progress);
  }

  /** Makes the account's sources known; to be called before the first poll. */
  void announce() {
    account.sources().forEach(this::announce);
  }

  private void announce(Source source) {
    account.ingest().announce(source, account.matchOf(source));
    show(source);
  }

  /** Shows the metrics of the account's sources, whoever polls them. */
  void show() {
    account.sources().forEach(this::show);
  }

  private void show(Source source) {
    telemetry.sourceAnnounced(source.name(), account.name(), OUTCOMES);
  }

  /** Takes over how the polls of another daemon went. */
  void learn(Map<String, PollHealth> told) {
    if (told.isEmpty()) {
      return;
    }
    boolean refused = false;
    for (Source source : account.sources()) {
      PollHealth known = told.getOrDefault(source.name(), PollHealth.UNKNOWN);
      health.put(source.name(), known);
      known
          .lastSuccess()
          .ifPresent(at -> telemetry.pollSucceeded(source.name(), account.name(), at));
      refused |= known.kind().equals(Optional.of(ProviderException.Kind.AUTH));
    }
    telemetry.providerState(
        account.name(), health().values().stream().allMatch(PollHealth::well), !refused);
  }

  private Optional<ProviderException.Kind> poll(Source source) throws InterruptedException {
    AskingTelemetry asking = telemetry.asking();
    asking.begun(source.name());
    try {
      return readDue(source);
    } finally {
      asking.polled(account.name(), source.name(), asking.ended());
    }
  }

  private Optional<ProviderException.Kind> readDue(Source source) throws InterruptedException {
    long begun = System.nanoTime();
    try {
      if (balance.isOf(source)) {
        balance.read(clock.instant());
      }
      IngestResult total = readAll(source, due(source), new PollProgress());
      succeeded(source, total, Duration.ofNanos(System.nanoTime() - begun));
      return Optional.empty();
    } catch (ProviderException e) {
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      telemetry.polled(source.name(), account.name(), e.kind().outcome(), took);
      failed(source, Optional.of(e.kind()), String.valueOf(e.getMessage()));
      return Optional.of(e.kind());
    } catch (NotKeptException e) {
      // Counted where it was written; nothing was kept, so the next poll reads the same again.
      failed(source, Optional.empty(), String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private ChargePeriod due(Source source) {
    return Windows.due(
        source, account.ingest().readUntil(source), account.reading().backfill(), clock.instant());
  }

  /** Piece by piece; what was read stays when a later piece fails. */
  private IngestResult readAll(Source source, ChargePeriod range, Poller.Progress progress)
      throws ProviderException, InterruptedException {
    Stride stride =
        strides.computeIfAbsent(
            source.name(), name -> new Stride(source, account.provider().wholeWindows()));
    IngestResult sum = IngestResult.NONE;
    Instant from = range.start();
    while (from.isBefore(range.end())) {
      ChargePeriod window = stride.first(new ChargePeriod(from, range.end()));
      sum = sum.plus(read(source, window, stride));
      from = window.end();
      progress.done(source, from, range);
    }
    return sum;
  }

  private IngestResult read(Source source, ChargePeriod window, Stride stride)
      throws ProviderException, InterruptedException {
    Instant readAt = clock.instant();
    boolean inferred = balance.isOf(source);
    List<ReportedBucket> buckets =
        inferred ? balance.falls(window) : account.provider().fetch(source, window);
    stride.brought(window, buckets);
    IngestResult result = account.ingest().accept(source, window, buckets, readAt);
    if (!inferred) {
      account.provider().kept(source, window);
    }
    return result;
  }

  private void succeeded(Source source, IngestResult total, Duration took) {
    Instant now = clock.instant();
    PollHealth before = health.getOrDefault(source.name(), PollHealth.UNKNOWN);
    health.put(source.name(), before.succeeded(now));
    notes.keep(source.name(), before.succeeded(now));
    telemetry.polled(source.name(), account.name(), SUCCESS, took);
    telemetry.pollSucceeded(source.name(), account.name(), now);
    log.info(
        "Polled. source={} new={} unchanged={} restated={} expired={} rejected={} ms={}{}",
        source.name(),
        total.added(),
        total.unchanged(),
        total.restated(),
        total.expired(),
        total.rejected(),
        took.toMillis(),
        before.well() ? "" : " after_failure=true");
  }

  /**
   * Says a failure when it begins or changes, not at every poll; a refused key is said once for
   * all.
   */
  private void failed(Source source, Optional<ProviderException.Kind> kind, String message) {
    PollHealth before = health.getOrDefault(source.name(), PollHealth.UNKNOWN);
    PollHealth after = before.failed(clock.instant(), kind, message);
    health.put(source.name(), after);
    notes.keep(source.name(), after);
    if (!before.message().equals(message)
        && !kind.equals(Optional.of(ProviderException.Kind.AUTH))) {
      log.warn("Could not poll. source={} why=\"{}\"", source.name(), message);
    }
  }
}

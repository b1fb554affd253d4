// SPDX-License-Identifier: Apache-2.0
package aispend.meter;

import aispend.config.MeterConfig;
import aispend.http.Patience;
import aispend.ledger.LedgerReader;
import aispend.ledger.LedgerReader.SourceState;
import aispend.ledger.MeterLog;
import aispend.ledger.MeterLog.Account;
import aispend.ledger.MeterLog.Send;
import aispend.ledger.SumQuery;
import aispend.ledger.SumQuery.Granularity;
import aispend.ledger.SumRow;
import aispend.model.ChargePeriod;
import aispend.model.Source;
import aispend.telemetry.MeterTelemetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One meter: accounts for the settled days of each customer and sends what is owed, in order. What
 * was sent but not marked, because the daemon was killed in between, is sent again under the same
 * identifier. Used by one thread.
 */
final class MeterSending {
  private static final Logger log = LoggerFactory.getLogger(MeterSending.class);

  /** Days before are left as they were told. */
  private static final Duration WINDOW = Duration.ofDays(100);

  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(10);
  private static final long NANOS_PER_CENT = 10_000_000;

  private final MeterConfig config;
  private final Map<String, LedgerReader> views;
  private final MeterLog books;
  private final StripeMeter stripe;
  private final Patience patience;
  private final MeterTelemetry telemetry;
  private final Clock clock;
  private final Predicate<Source> awaited;
  private StripeMeter.Kind trouble = StripeMeter.Kind.TAKEN;

  /**
   * Sending for one meter.
   *
   * @param views what each tenant sees of the ledger, by name; of all tenants with a customer
   * @param awaited whether a source is still read, so that its days will settle
   */
  MeterSending(
      MeterConfig config,
      Map<String, LedgerReader> views,
      MeterLog books,
      StripeMeter stripe,
      Patience patience,
      MeterTelemetry telemetry,
      Clock clock,
      Predicate<Source> awaited) {
    this.config = config;
    this.views = Map.copyOf(views);
    this.books = books;
    this.stripe = stripe;
    this.patience = patience;
    this.telemetry = telemetry;
    this.clock = clock;
    this.awaited = awaited;
  }

  /** Accounts, sends, and tells how long to wait before the next step. */
  Duration step() throws InterruptedException {
    views.forEach(this::account);
    List<Send> pending = books.pending(config.name());
    int left = pending.size();
    for (Send send : pending) {
      telemetry.pending(config.name(), left);
      Optional<Duration> later = send(send);
      if (later.isPresent()) {
        return later.get();
      }
      left--;
    }
    if (pending.size() == MeterLog.MOST_PENDING) {
      return Duration.ZERO;
    }
    telemetry.pending(config.name(), left);
    telemetry.succeeded(config.name(), clock.instant());
    return LOOK_AGAIN;
  }

  private void account(String tenant, LedgerReader view) {
    Instant now = clock.instant();
    Instant from = first(now);
    Optional<Instant> until = settledUntil(view).filter(settled -> settled.isAfter(from));
    if (until.isEmpty()) {
      return;
    }
    ChargePeriod window = new ChargePeriod(from, until.get());
    Map<Instant, Long> amounts = new HashMap<>();
    window.split(DAY).forEach(day -> amounts.put(day.start(), 0L));
    for (SumRow row : view.sums(SumQuery.total(window).each(Granularity.DAY))) {
      amounts.put(Objects.requireNonNull(row.bucket()), amount(row));
    }
    String customer = Objects.requireNonNull(config.customers().get(tenant));
    books.account(new Account(config.name(), customer), amounts, perUnit(), now);
  }

  private Instant first(Instant now) {
    Instant configured = config.from().atStartOfDay(ZoneOffset.UTC).toInstant();
    Instant oldest = now.minus(WINDOW).truncatedTo(ChronoUnit.DAYS);
    return configured.isBefore(oldest) ? oldest : configured;
  }

  /** Start of the first day that is not settled in all sources of the tenant's spend. */
  private Optional<Instant> settledUntil(LedgerReader view) {
    List<SourceState> sources =
        view.sources().stream().filter(state -> awaited.test(state.source())).toList();
    if (sources.stream().anyMatch(state -> state.settledUntil().isEmpty())) {
      return Optional.empty();
    }
    return sources.stream()
        .flatMap(state -> state.settledUntil().stream())
        .min(Instant::compareTo)
        .map(settled -> settled.truncatedTo(ChronoUnit.DAYS));
  }

  private long amount(SumRow row) {
    return switch (config.value()) {
      case CENTS -> row.cost().nanos();
      case TOKENS -> row.tokens().total();
      case REQUESTS -> row.requests();
    };
  }

  private long perUnit() {
    return config.value() == MeterConfig.Value.CENTS ? NANOS_PER_CENT : 1;
  }

  /** A wait when it must be tried again. */
  private Optional<Duration> send(Send send) throws InterruptedException {
    StripeMeter.Verdict verdict = stripe.post(send, clock.instant());
    if (verdict.kind() == StripeMeter.Kind.TAKEN) {
      books.sent(send, clock.instant());
      telemetry.posted(config.name(), "sent");
      patience.succeeded();
      if (trouble != StripeMeter.Kind.TAKEN) {
        log.info("Meter is told again. meter={}", config.name());
      }
      trouble = StripeMeter.Kind.TAKEN;
      return Optional.empty();
    }
    telemetry.posted(
        config.name(), verdict.kind() == StripeMeter.Kind.AWAY ? "retried" : "refused");
    if (trouble != verdict.kind()) {
      log.warn(
          "Meter is told nothing until this is over. meter={} why=\"{}\"",
          config.name(),
          verdict.what());
    }
    trouble = verdict.kind();
    return Optional.of(patience.failed(verdict.told().orElse(Duration.ZERO)));
  }
}

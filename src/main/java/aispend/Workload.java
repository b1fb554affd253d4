// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.api.ProviderHealth;
import aispend.books.MonthClosing;
import aispend.config.BudgetConfig;
import aispend.config.Config;
import aispend.config.ProviderConfig;
import aispend.config.TenantConfig;
import aispend.history.History;
import aispend.ingest.EventIngest;
import aispend.ingest.EventIntake;
import aispend.ingest.PricedEvents;
import aispend.insight.AnomalyRules;
import aispend.insight.BudgetReport;
import aispend.insight.BudgetState;
import aispend.insight.Budgets;
import aispend.insight.InsightSettings;
import aispend.insight.Insights;
import aispend.insight.Runaway;
import aispend.kafka.Rules;
import aispend.ledger.LedgerReader;
import aispend.ledger.RecentSpend;
import aispend.ledger.SqlLedger;
import aispend.meter.Metering;
import aispend.model.Source;
import aispend.model.Tenant;
import aispend.otlp.OtlpReceiver;
import aispend.poll.Account;
import aispend.poll.PollHealth;
import aispend.poll.Poller;
import aispend.pricing.PriceBook;
import aispend.proxy.BlockingBudget;
import aispend.receive.Receiver;
import aispend.telemetry.BookTelemetry;
import aispend.telemetry.Telemetry;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All that follows from one configuration and is changed whole when it is read again. */
final class Workload implements AutoCloseable {
  private final Config config;
  private final PriceBook prices;
  private final SqlLedger ledger;
  private final Budgets budgets;
  private final Insights insights;
  private final Runaway runaway;
  private final Receiver receiver;
  private final OtlpReceiver otlp;
  private final EventIngest events;
  private final EventIntake intake;
  private final Rules rules;
  private final Poller poller;
  private final MonthClosing closing;
  private final LedWork led;
  private final boolean alone;
  private final String fingerprint;
  private final Clock clock;
  private final List<Source> polledSources;

  /** Whether all was started of what several daemons do each. */
  private volatile boolean begun;

  /**
   * What is made anew for each turn at the work that one daemon does.
   *
   * @param history sends postings
   * @param metering tells billing meters
   */
  record Senders(Supplier<History> history, Supplier<Metering> metering) {}

  Workload(
      Config config,
      PriceBook prices,
      Accounts accounts,
      SqlLedger ledger,
      Senders senders,
      Together together,
      Optional<EventIntake> elsewhere,
      Telemetry telemetry,
      Clock clock) {
    this.config = config;
    this.prices = prices;
    this.ledger = ledger;
    this.clock = clock;
    this.budgets = new Budgets(config.budgets(), ledger, ledger.crossings());
    this.runaway = new Runaway(config.runaway(), ledger);
    this.events = accounts.events(config, prices);
    this.intake = elsewhere.orElse(events);
    this.rules = rules(config, prices, ledger);
    this.receiver =
        new Receiver(config.events(), config.server().maxBodyBytes(), intake, telemetry, clock);
    this.otlp =
        new OtlpReceiver(
            config.otlp(),
            config.events(),
            config.server().maxBodyBytes(),
            onlyOnes(config.providers()),
            intake,
            events,
            telemetry,
            clock);
    List<Account> polled = accounts.of(config, prices);
    this.alone = together.isAlone();
    this.fingerprint = alone ? "" : Fingerprint.of(config);
    this.poller = new Poller(polled, together.crew(fingerprint, ledger), telemetry, clock);
    this.polledSources = polled.stream().flatMap(account -> account.sources().stream()).toList();
    this.insights = new Insights(settings(config, polledSources), ledger);
    this.closing = closing(config, ledger, clock);
    this.led =
        new LedWork(
            "workload",
            together.leadership(),
            () -> turn(senders, telemetry.books()),
            well -> telemetry.workloadUp(well && (alone || begun)));
  }

  private LedTurn turn(Senders senders, BookTelemetry books) {
    MonthKeeper months =
        new MonthKeeper(ledger.closes(), closing, config.close().after(), books, clock);
    Set<String> names = polledSources.stream().map(Source::name).collect(Collectors.toSet());
    Predicate<Source> read = source -> source.isSent() || names.contains(source.name());
    Metering metering = senders.metering().get();
    metering.await(read);
    return new LedTurn(
        senders.history().get(),
        this::sayWhatIsPolled,
        new Heartbeat(
            "events-listening",
            "The watermark of events stands still.",
            () -> intake.completeUntil(clock.instant()).ifPresent(events::listened)),
        config.events().enabled() || config.otlp().enabled() || config.proxy().enabled(),
        new Heartbeat(
            "budget-watch",
            "The budgets cannot be looked at.",
            () -> budgets.states(clock.instant())),
        new Heartbeat("month-keeper", "The books of closed months are not kept.", months::look),
        metering);
  }

  private void sayWhatIsPolled() {
    if (alone) {
      poller.start();
    } else {
      poller.lead();
    }
    ledger.ask(polledSources.stream().map(Source::name).collect(Collectors.toSet()));
  }

  /** Closes months as a configuration wants it. */
  static MonthClosing closing(Config config, SqlLedger ledger, Clock clock) {
    return new MonthClosing(
        ledger,
        ledger.closes(),
        config.tenants().stream().map(TenantConfig::tenant).toList(),
        config.providers().stream()
            .filter(ProviderConfig::enabled)
            .map(ProviderConfig::name)
            .collect(Collectors.toSet()),
        clock);
  }

  Config config() {
    return config;
  }

  /** Equal for daemons that would do the same; empty for one that is alone. */
  String fingerprint() {
    return fingerprint;
  }

  PriceBook prices() {
    return prices;
  }

  /** Begins; of several daemons, one does what is to be done once. */
  void start() {
    led.start();
    if (!alone) {
      poller.start();
    }
    begun = true;
  }

  List<BudgetState> budgets() {
    return budgets.states(clock.instant());
  }

  /** Some of the budgets in detail. */
  List<BudgetReport> budgetReports(List<BudgetState> states) {
    return insights.budgetReports(states, clock.instant());
  }

  Insights insights() {
    return insights;
  }

  /** The sources that are asked. */
  List<Source> polled() {
    return polledSources;
  }

  List<RecentSpend> spenders() {
    return runaway.spenders(clock.instant());
  }

  /** Takes events as this configuration wants it. */
  Receiver receiver() {
    return receiver;
  }

  /** Takes what OpenTelemetry exporters send as this configuration wants it. */
  OtlpReceiver otlp() {
    return otlp;
  }

  /** Closes months. */
  MonthClosing closing() {
    return closing;
  }

  /** Where calls go that are told one by one. */
  EventIntake intake() {
    return intake;
  }

  /** What a stream prices events by. */
  Rules rules() {
    return rules;
  }

  private static Rules rules(Config config, PriceBook prices, SqlLedger ledger) {
    Map<String, Tenant> tenants = new HashMap<>();
    config.tenants().forEach(tenant -> tenants.put(tenant.name(), tenant.tenant()));
    return new Rules(
        new PricedEvents(
            new KnownProviders(
                Accounts.normalisers(config, prices), () -> providersOfEvents(ledger))),
        config.events().futureTolerance(),
        tenants);
  }

  private static Set<String> providersOfEvents(SqlLedger ledger) {
    return ledger.sources().stream()
        .map(LedgerReader.SourceState::source)
        .filter(Source::isSent)
        .map(Source::provider)
        .collect(Collectors.toSet());
  }

  /** The budgets that stop calls. */
  List<BlockingBudget> blocking() {
    Map<String, BudgetConfig> byName = new HashMap<>();
    config.budgets().forEach(budget -> byName.put(budget.name(), budget));
    return budgets.blocking(clock.instant()).stream()
        .map(
            state ->
                new BlockingBudget(
                    Objects.requireNonNull(byName.get(state.budget())),
                    state.quota() == null ? null : state.quota().value(),
                    state.spent(),
                    state.cycleEnd()))
        .toList();
  }

  /** How each configured provider does, those that are off included. */
  List<ProviderHealth> providers() {
    Map<String, Map<String, PollHealth>> health = poller.health();
    List<ProviderHealth> all = new ArrayList<>();
    for (ProviderConfig provider : config.providers()) {
      Map<String, PollHealth> bySource = health.getOrDefault(provider.name(), Map.of());
      all.add(
          new ProviderHealth(
              provider.name(),
              provider.whyDisabled().orElse(null),
              lastSuccess(bySource),
              lastError(bySource),
              provider.enabled() ? poller.next(provider.name()).orElse(null) : null,
              List.copyOf(bySource.keySet())));
    }
    return List.copyOf(all);
  }

  /** Ends the polls that run and lets none begin: they are not to see that calls end, too. */
  void stopPolling() {
    poller.stop();
  }

  @Override
  public void close() {
    poller.close();
    led.close();
  }

  /** Names of the providers of which there is just one of its type, by type. */
  private static Map<String, String> onlyOnes(List<ProviderConfig> providers) {
    Map<String, String> names = new HashMap<>();
    for (ProviderConfig provider : providers) {
      names.merge(provider.type(), provider.name(), (one, other) -> provider.type());
    }
    return names;
  }

  private static InsightSettings settings(Config config, List<Source> polled) {
    Map<String, LocalDate> keyExpiries = new HashMap<>();
    for (ProviderConfig provider : config.providers()) {
      if (provider.enabled()) {
        provider.keyExpires().ifPresent(day -> keyExpiries.put(provider.name(), day));
      }
    }
    return new InsightSettings(
        config.budgets(), config.prepaid(), keyExpiries, polled, AnomalyRules.of(config.anomaly()));
  }

  /** When all sources had been read; null when one never was. */
  private static @Nullable Instant lastSuccess(Map<String, PollHealth> bySource) {
    List<Optional<Instant>> times =
        bySource.values().stream().map(PollHealth::lastSuccess).toList();
    if (times.isEmpty() || times.contains(Optional.<Instant>empty())) {
      return null;
    }
    return times.stream().flatMap(Optional::stream).min(Instant::compareTo).orElse(null);
  }

  private static @Nullable String lastError(Map<String, PollHealth> bySource) {
    return bySource.values().stream()
        .filter(health -> !health.well())
        .map(PollHealth::message)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }
}

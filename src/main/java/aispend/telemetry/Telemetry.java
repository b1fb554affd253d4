// SPDX-License-Identifier: Apache-2.0
package aispend.telemetry;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The daemon's metrics about itself, in a registry of its own; no other room names a metric of this
 * kind. Money and tokens are not here: they are the ledger's, shown by {@code metrics}. Any thread
 * may use it.
 */
public final class Telemetry {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final List<String> INGEST_OUTCOMES =
      List.of("new", "unchanged", "restated", "expired", "rejected");
  private static final List<String> RETAINED_TABLES =
      List.of(
          "event",
          "record_history",
          "otlp_series",
          "stream_total",
          "latency_hour",
          "cube_hour",
          "value_hour",
          "record");

  private static final List<String> EVENT_OUTCOMES =
      List.of("accepted", "duplicate", "conflict", "rejected");

  /** Models with histograms, where nothing else is said. */
  private static final int TIMED_MODELS = 200;

  private static final String OTHER = "other";

  private static final List<String> OTLP_SIGNALS = List.of("traces", "metrics");
  private static final List<String> OTLP_OUTCOMES =
      List.of("accepted", "duplicate", "late", "ignored", "rejected");

  private static final List<String> ALERT_STATUSES = List.of("firing", "resolved", "heartbeat");

  private final CollectorRegistry registry = new CollectorRegistry();

  private final Counter polls =
      Counter.build("aispend_polls_total", "Polls of a source by outcome.")
          .labelNames("source", "provider", "outcome")
          .register(registry);

  private final Histogram pollSeconds =
      Histogram.build("aispend_poll_duration_seconds", "Duration of a whole poll, paging included.")
          .labelNames("source", "provider")
          .buckets(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300)
          .register(registry);

  private final Gauge pollLastSuccess =
      Gauge.build(
              "aispend_poll_last_success_timestamp_seconds",
              "When a source was last polled with success; 0 before the first time.")
          .labelNames("source", "provider")
          .register(registry);

  private final Gauge pollInterval =
      Gauge.build("aispend_poll_interval_seconds", "Time between two polls of a source.")
          .labelNames("source", "provider")
          .register(registry);

  private final Gauge pollNext =
      Gauge.build("aispend_poll_next_timestamp_seconds", "When a source is polled next.")
          .labelNames("source", "provider")
          .register(registry);

  private final Gauge providerUp =
      Gauge.build("aispend_provider_up", "1 when the last poll of all its sources succeeded.")
          .labelNames("provider")
          .register(registry);

  private final Gauge providerKeyOk =
      Gauge.build("aispend_provider_key_ok", "0 when the provider refused the key.")
          .labelNames("provider")
          .register(registry);

  private final Counter ingestRecords =
      Counter.build("aispend_ingest_records_total", "Records read from a source, by outcome.")
          .labelNames("source", "outcome")
          .register(registry);

  private final Histogram postingDelay =
      Histogram.build("aispend_posting_delay_seconds", "From the end of use to when it was known.")
          .labelNames("source")
          .buckets(60, 300, 900, 3_600, 10_800, 43_200, 86_400, 172_800, 604_800)
          .register(registry);

  private final Histogram ledgerWriteSeconds =
      Histogram.build("aispend_ledger_write_seconds", "Duration of a write to the ledger.")
          .buckets(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30)
          .register(registry);

  private final Counter ledgerWriteErrors =
      Counter.build("aispend_ledger_write_errors_total", "Writes to the ledger that failed.")
          .register(registry);

  private final Counter retentionRows =
      Counter.build("aispend_retention_rows_total", "Rows dropped because of their age, by table.")
          .labelNames("table")
          .register(registry);

  private final Gauge retentionLast =
      Gauge.build(
              "aispend_retention_last_success_timestamp_seconds",
              "When nothing was left in the ledger that is older than it is kept.")
          .register(registry);

  private final Gauge configReload =
      Gauge.build(
              "aispend_config_last_reload_success_timestamp_seconds",
              "When the configuration in force was read.")
          .register(registry);

  private final Gauge workloadUp =
      Gauge.build(
              "aispend_workload_up",
              "0 while what the configuration asks for cannot be started, and nothing is polled.")
          .register(registry);

  private final Gauge buildInfo =
      Gauge.build("aispend_build_info", "1, with the version in its labels.")
          .labelNames("version", "commit", "java")
          .register(registry);

  private final Gauge demo =
      Gauge.build("aispend_demo", "1 when the daemon shows simulated money.").register(registry);

  private final Counter alertsReceived =
      Counter.build(
              "aispend_alerts_received_total",
              "Alerts that Alertmanager sent to /-/alerts; heartbeat: it has no other channel.")
          .labelNames("status")
          .register(registry);

  private final Counter events =
      Counter.build(
              "aispend_events_total", "Events that applications sent, by what became of them.")
          .labelNames("outcome")
          .register(registry);

  private final Counter unpricedEvents =
      Counter.build(
              "aispend_unpriced_events_total",
              "Events that used something and have no cost: neither they nor a price list tell it.")
          .labelNames("provider")
          .register(registry);

  private final Counter otlpItems =
      Counter.build(
              "aispend_otlp_items_total",
              "Spans and data points of OpenTelemetry exporters, by what became of them.")
          .labelNames("signal", "outcome")
          .register(registry);

  private final Histogram callSeconds =
      Histogram.build(
              "aispend_request_duration_seconds",
              "How long calls took, as the events of the last hour say.")
          .labelNames("provider", "model")
          .buckets(0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120, 300)
          .register(registry);

  private final Histogram firstTokenSeconds =
      Histogram.build(
              "aispend_time_to_first_token_seconds",
              "How long calls took to their first token, as the events of the last hour say.")
          .labelNames("provider", "model")
          .buckets(0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30)
          .register(registry);

  private final int timedModels;
  private final Set<List<String>> timed = new HashSet<>();
  private final ProxyTelemetry proxy = new ProxyTelemetry(registry);
  private final BookTelemetry books = new BookTelemetry(registry);
  private final AskingTelemetry asking = new AskingTelemetry(registry);
  private final PriceTelemetry prices = new PriceTelemetry(registry);
  private final LimitTelemetry limits = new LimitTelemetry(registry);

  public Telemetry() {
    this(TIMED_MODELS);
  }

  /**
   * All metrics; label sets that are known now exist at 0.
   *
   * @param timedModels pairs of provider and model with histograms; senders name them, so there may
   *     be any number
   */
  public Telemetry(int timedModels) {
    this.timedModels = timedModels;
    ALERT_STATUSES.forEach(alertsReceived::labels);
    EVENT_OUTCOMES.forEach(events::labels);
    RETAINED_TABLES.forEach(retentionRows::labels);
    OTLP_SIGNALS.forEach(
        signal -> OTLP_OUTCOMES.forEach(outcome -> otlpItems.labels(signal, outcome)));
  }

  /** All of these metrics, for the exposition. */
  public CollectorRegistry registry() {
    return registry;
  }

  /** The metrics of price maps. */
  public PriceTelemetry prices() {
    return prices;
  }

  /** The metrics of the tracking proxy. */
  public ProxyTelemetry proxy() {
    return proxy;
  }

  /** How often providers are asked. */
  public AskingTelemetry asking() {
    return asking;
  }

  /** What providers let somebody spend. */
  public LimitTelemetry limits() {
    return limits;
  }

  /** The metrics of closed months. */
  public BookTelemetry books() {
    return books;
  }

  /** Shows the metrics of sending history until what is returned is closed. */
  public PushTelemetry push() {
    return new PushTelemetry(registry);
  }

  /** Shows the metrics of billing meters until what is returned is closed. */
  public MeterTelemetry meters(List<String> names) {
    return new MeterTelemetry(registry, names);
  }

  /** Shows the metrics of intake by way of Kafka until what is returned is closed. */
  public KafkaTelemetry kafka() {
    return new KafkaTelemetry(registry);
  }

  /** Makes the closed label sets of a source exist at 0. */
  public void sourceAnnounced(String source, String provider, List<String> pollOutcomes) {
    pollOutcomes.forEach(outcome -> polls.labels(source, provider, outcome));
    INGEST_OUTCOMES.forEach(outcome -> ingestRecords.labels(source, outcome));
    pollLastSuccess.labels(source, provider);
  }

  /** A poll of a source ended. */
  public void polled(String source, String provider, String outcome, Duration took) {
    polls.labels(source, provider, outcome).inc();
    pollSeconds.labels(source, provider).observe(seconds(took));
  }

  public void pollSucceeded(String source, String provider, Instant at) {
    pollLastSuccess.labels(source, provider).set(seconds(at));
  }

  public void pollInterval(String source, String provider, Duration interval) {
    pollInterval.labels(source, provider).set(seconds(interval));
  }

  public void pollNext(String source, String provider, Instant next) {
    pollNext.labels(source, provider).set(seconds(next));
  }

  /** Whether a provider's last poll succeeded, and whether it took the key. */
  public void providerState(String provider, boolean up, boolean keyOk) {
    providerUp.labels(provider).set(up ? 1 : 0);
    providerKeyOk.labels(provider).set(keyOk ? 1 : 0);
  }

  /** What became of records: new, unchanged, restated, rejected. */
  public void ingested(String source, String outcome, int records) {
    ingestRecords.labels(source, outcome).inc(records);
  }

  /** Usage became known some time after its period ended. */
  public void knownAfter(String source, Duration delay) {
    postingDelay.labels(source).observe(seconds(delay));
  }

  public void ledgerWritten(Duration took) {
    ledgerWriteSeconds.observe(seconds(took));
  }

  public void ledgerWriteFailed() {
    ledgerWriteErrors.inc();
  }

  /** Whether polls, history and budgets run as configured. */
  public void workloadUp(boolean up) {
    workloadUp.set(up ? 1 : 0);
  }

  public void configurationRead(Instant at) {
    configReload.set(seconds(at));
  }

  public void build(String version, String commit, String java) {
    buildInfo.labels(version, commit, java).set(1);
  }

  public void demo(boolean simulated) {
    demo.set(simulated ? 1 : 0);
  }

  /** Alertmanager sent an alert: firing, resolved, or the heartbeat. */
  public void alertReceived(String status) {
    alertsReceived.labels(status).inc();
  }

  /** What became of events: accepted, duplicate, conflict, rejected. */
  public void events(String outcome, int count) {
    events.labels(outcome).inc(count);
  }

  /** Rows of a table were dropped because of their age. */
  public void dropped(String table, int rows) {
    retentionRows.labels(table).inc(rows);
  }

  /** Nothing is left that is older than it is kept. */
  public void retained(Instant at) {
    retentionLast.set(seconds(at));
  }

  /** An event that used something was kept without a cost. */
  public void eventUnpriced(String provider) {
    unpricedEvents.labels(provider).inc();
  }

  /** What became of spans and data points: accepted, duplicate, late, ignored, rejected. */
  public void otlp(String signal, String outcome, int count) {
    otlpItems.labels(signal, outcome).inc(count);
  }

  public void callTook(String provider, String model, Duration latency) {
    callSeconds.labels(timed(provider, model)).observe(seconds(latency));
  }

  public void firstTokenTook(String provider, String model, Duration latency) {
    firstTokenSeconds.labels(timed(provider, model)).observe(seconds(latency));
  }

  /** Provider and model; when too many came before, the model is other, and then both are. */
  private String[] timed(String provider, String model) {
    synchronized (timed) {
      if (isTimed(provider, model, timedModels - timedModels / 10 - 1)) {
        return new String[] {provider, model};
      }
      boolean common = isTimed(provider, OTHER, timedModels - 1);
      return new String[] {common ? provider : OTHER, OTHER};
    }
  }

  private boolean isTimed(String provider, String model, int most) {
    List<String> pair = List.of(provider, model);
    return timed.contains(pair) || (timed.size() < most && timed.add(pair));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / NANOS_PER_SECOND;
  }

  private static double seconds(Instant instant) {
    return (double) instant.getEpochSecond();
  }
}

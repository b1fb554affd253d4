// SPDX-License-Identifier: Apache-2.0
package aispend.telemetry;

import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Metrics of intake by way of Kafka. They are there from {@link Telemetry#kafka} until this is
 * closed. Any thread may use it.
 */
public final class KafkaTelemetry implements AutoCloseable {
  private static final List<String> TOTALS = List.of("kept", "refused", "unreadable");
  private static final double NANOS_PER_SECOND = 1e9;

  private final CollectorRegistry registry;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final StreamFamilies families = new StreamFamilies();

  private final Counter produced =
      Counter.build("aispend_kafka_events_total", "Events that the brokers acknowledged.").create();

  private final Counter produceErrors =
      Counter.build(
              "aispend_kafka_errors_total",
              "Requests with events that the brokers did not acknowledge in time.")
          .create();

  private final Histogram produceSeconds =
      Histogram.build(
              "aispend_kafka_produce_seconds", "Until the brokers had acknowledged a request.")
          .buckets(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 15)
          .create();

  private final Histogram commitSeconds =
      Histogram.build("aispend_stream_commit_seconds", "Duration of a commit of the stream.")
          .buckets(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 15)
          .create();

  private final Counter threadFailures =
      Counter.build(
              "aispend_stream_thread_failures_total",
              "Threads of the stream that failed and were replaced.")
          .create();

  private final Counter totals =
      Counter.build(
              "aispend_stream_totals_total",
              "Running totals of hours on their way into the ledger, by what became of them.")
          .labelNames("outcome")
          .create();

  private final Counter totalsErrors =
      Counter.build(
              "aispend_stream_totals_errors_total",
              "Attempts to bring totals into the ledger that failed and are made again.")
          .create();

  private final Counter expired =
      Counter.build(
              "aispend_stream_expired_events_total",
              "Counted events of a time that the ledger keeps no hours of any more.")
          .create();

  KafkaTelemetry(CollectorRegistry registry) {
    this.registry = registry;
    all().forEach(registry::register);
    TOTALS.forEach(totals::labels);
  }

  private List<Collector> all() {
    return List.of(
        produced,
        produceErrors,
        produceSeconds,
        commitSeconds,
        threadFailures,
        totals,
        totalsErrors,
        expired,
        families);
  }

  /** What is read at each scrape from now on. */
  public void observe(Supplier<List<StreamReading>> readings) {
    families.observe(readings);
  }

  /** Brokers acknowledged a request's events. */
  public void produced(int events, Duration took) {
    produced.inc(events);
    produceSeconds.observe(seconds(took));
  }

  public void produceFailed() {
    produceErrors.inc();
  }

  public void committed(Duration took) {
    commitSeconds.observe(seconds(took));
  }

  public void threadFailed() {
    threadFailures.inc();
  }

  /** What became of totals: kept, refused, unreadable. */
  public void totals(String outcome, int count) {
    totals.labels(outcome).inc(count);
  }

  public void totalsFailed() {
    totalsErrors.inc();
  }

  public void expired(long events) {
    expired.inc((double) events);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / NANOS_PER_SECOND;
  }

  /** May be called again. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      all().forEach(registry::unregister);
    }
  }
}

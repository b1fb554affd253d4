// SPDX-License-Identifier: Apache-2.0
package aispend.telemetry;

import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Metrics of sending history. They are there from {@link Telemetry#push} until this is closed, so
 * that a daemon without history does not show a pending count of 0. Any thread may use it.
 */
public final class PushTelemetry implements AutoCloseable {
  private static final List<String> REQUEST_OUTCOMES = List.of("ok", "retried", "rejected");
  private static final List<String> SAMPLE_OUTCOMES = List.of("sent", "rejected", "skipped");

  private final CollectorRegistry registry;
  private final AtomicBoolean closed = new AtomicBoolean();

  private final Counter requests =
      Counter.build("aispend_push_requests_total", "Remote write requests of history by outcome.")
          .labelNames("outcome")
          .create();

  private final Counter samples =
      Counter.build("aispend_push_samples_total", "Postings by what became of them.")
          .labelNames("outcome")
          .create();

  private final Gauge pending =
      Gauge.build("aispend_push_pending_samples", "Postings that wait to be sent.").create();

  private final Gauge lastSuccess =
      Gauge.build(
              "aispend_push_last_success_timestamp_seconds",
              "When postings were last taken; 0 before the first time.")
          .create();

  private final Gauge expected =
      Gauge.build(
              "aispend_push_expected_usd",
              "What posted cost must add up to within a window that ends now.")
          .labelNames("provider", "window")
          .create();

  PushTelemetry(CollectorRegistry registry) {
    this.registry = registry;
    all().forEach(registry::register);
    REQUEST_OUTCOMES.forEach(requests::labels);
    SAMPLE_OUTCOMES.forEach(samples::labels);
  }

  private List<Collector> all() {
    return List.of(requests, samples, pending, lastSuccess, expected);
  }

  /** A request was answered or not: ok, retried, rejected. */
  public void requested(String outcome) {
    requests.labels(outcome).inc();
  }

  /** What became of postings: sent, rejected, skipped. */
  public void settled(String outcome, long count) {
    samples.labels(outcome).inc((double) count);
  }

  public void pending(long count) {
    pending.set((double) count);
  }

  public void succeeded(Instant at) {
    lastSuccess.set((double) at.getEpochSecond());
  }

  /** What Prometheus must have of a provider, in dollars. */
  public void expected(String provider, String window, double dollars) {
    expected.labels(provider, window).set(dollars);
  }

  /** May be called again. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      all().forEach(registry::unregister);
    }
  }
}

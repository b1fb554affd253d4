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
 * Metrics of billing meters. They are there from {@link Telemetry#meters} until this is closed. Any
 * thread may use it.
 */
public final class MeterTelemetry implements AutoCloseable {
  private static final List<String> OUTCOMES = List.of("sent", "retried", "refused");

  private final CollectorRegistry registry;
  private final AtomicBoolean closed = new AtomicBoolean();

  private final Counter posts =
      Counter.build(
              "aispend_meter_posts_total",
              "Events posted to billing meters, by what became of them.")
          .labelNames("meter", "outcome")
          .create();

  private final Gauge pending =
      Gauge.build("aispend_meter_pending_events", "Events that a billing meter is not told yet.")
          .labelNames("meter")
          .create();

  private final Gauge lastSuccess =
      Gauge.build(
              "aispend_meter_last_success_timestamp_seconds",
              "When a billing meter was told all that is settled; 0 before the first time.")
          .labelNames("meter")
          .create();

  MeterTelemetry(CollectorRegistry registry, List<String> meters) {
    this.registry = registry;
    all().forEach(registry::register);
    for (String meter : meters) {
      OUTCOMES.forEach(outcome -> posts.labels(meter, outcome));
      pending.labels(meter);
      lastSuccess.labels(meter);
    }
  }

  private List<Collector> all() {
    return List.of(posts, pending, lastSuccess);
  }

  /** A post was answered or not: sent, retried, refused. */
  public void posted(String meter, String outcome) {
    posts.labels(meter, outcome).inc();
  }

  public void pending(String meter, int count) {
    pending.labels(meter).set((double) count);
  }

  public void succeeded(String meter, Instant at) {
    lastSuccess.labels(meter).set((double) at.getEpochSecond());
  }

  /** May be called again. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      all().forEach(registry::unregister);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.telemetry;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import java.time.Instant;
import java.util.List;

/** Metrics of price maps. Any thread may use it. */
public final class PriceTelemetry {
  private static final List<String> OUTCOMES = List.of("success", "unavailable", "bad_response");

  private final Counter refreshes;
  private final Counter accepted;
  private final Counter refused;
  private final Gauge lastSuccess;

  PriceTelemetry(CollectorRegistry registry) {
    refreshes =
        Counter.build("aispend_price_refreshes_total", "Readings of the price map, by outcome.")
            .labelNames("outcome")
            .register(registry);
    accepted =
        Counter.build("aispend_price_map_accepted_total", "Prices taken over from the price map.")
            .register(registry);
    refused =
        Counter.build(
                "aispend_price_map_refused_total",
                "Prices of the price map that were not believed, at each reading, by reason.")
            .labelNames("reason")
            .register(registry);
    lastSuccess =
        Gauge.build(
                "aispend_price_refresh_last_success_timestamp_seconds",
                "When the price map was last read and compared; 0 before the first time.")
            .register(registry);
    OUTCOMES.forEach(refreshes::labels);
  }

  /** Makes the closed set of reasons exist at 0. */
  public void reasons(List<String> reasons) {
    reasons.forEach(refused::labels);
  }

  /** A map could not be read: unavailable, bad_response. */
  public void failed(String outcome) {
    refreshes.labels(outcome).inc();
  }

  /** A map was read and compared. */
  public void read(Instant at, int prices) {
    refreshes.labels("success").inc();
    accepted.inc(prices);
    lastRead(at);
  }

  public void lastRead(Instant at) {
    lastSuccess.set((double) at.getEpochSecond());
  }

  public void refused(String reason) {
    refused.labels(reason).inc();
  }
}

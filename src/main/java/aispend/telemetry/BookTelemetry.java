// SPDX-License-Identifier: Apache-2.0
package aispend.telemetry;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import java.time.Instant;

/** Metrics of closed months. Any thread may use it. */
public final class BookTelemetry {
  private final Gauge closedUntil;
  private final Gauge waiting;
  private final Counter corrections;

  BookTelemetry(CollectorRegistry registry) {
    closedUntil =
        Gauge.build(
                "aispend_month_closed_until_timestamp_seconds",
                "End of the last month that is closed with all before it; 0 before the first.")
            .register(registry);
    waiting =
        Gauge.build(
                "aispend_month_close_waiting",
                "1 when a month should be closed by now and is not, as it is not settled.")
            .register(registry);
    corrections =
        Counter.build(
                "aispend_month_corrections_total", "Rows of corrections written to closed months.")
            .register(registry);
  }

  public void closedUntil(Instant end) {
    closedUntil.set((double) end.getEpochSecond());
  }

  public void waiting(boolean now) {
    waiting.set(now ? 1 : 0);
  }

  public void booked(int rows) {
    corrections.inc(rows);
  }
}

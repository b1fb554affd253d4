// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import java.util.Set;

/**
 * Which metrics are the same whichever daemon on a ledger tells them, and are told by the one that
 * leads: all that is read from the ledger, and what is known of work that only the leader does or
 * that daemons tell each other. The others are each daemon's own and add up.
 */
public final class LedMetrics {
  private static final Set<String> OWN_OF_DEFINITIONS = Set.of(Definitions.SCRAPE_ERRORS.name());

  private static final Set<String> LED_OF_SELF =
      Set.of(
          "aispend_poll_last_success_timestamp_seconds",
          "aispend_poll_interval_seconds",
          "aispend_poll_next_timestamp_seconds",
          "aispend_provider_up",
          "aispend_provider_key_ok",
          "aispend_retention_last_success_timestamp_seconds",
          "aispend_month_closed_until_timestamp_seconds",
          "aispend_month_close_waiting",
          "aispend_price_refresh_last_success_timestamp_seconds",
          "aispend_push_pending_samples",
          "aispend_push_last_success_timestamp_seconds",
          "aispend_push_expected_usd",
          "aispend_meter_pending_events",
          "aispend_meter_last_success_timestamp_seconds");

  private LedMetrics() {}

  /** Whether only the leader shows a metric. */
  public static boolean isLed(MetricDefinition metric) {
    return switch (metric.type()) {
      case POSTING -> false;
      case COUNTER, GAUGE, HISTOGRAM ->
          SelfDefinitions.ALL.contains(metric)
              ? isLedOfSelf(metric.name())
              : !OWN_OF_DEFINITIONS.contains(metric.name());
    };
  }

  /** Whether only the leader shows a metric of the daemon about itself. */
  static boolean isLedOfSelf(String name) {
    return LED_OF_SELF.contains(name);
  }
}

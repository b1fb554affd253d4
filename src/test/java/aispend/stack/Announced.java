// SPDX-License-Identifier: Apache-2.0
package aispend.stack;

import aispend.metrics.MetricDefinition;
import aispend.metrics.MetricType;
import java.util.List;

/**
 * Metrics that boards and rules ask for already and that are not in the daemon's catalogue yet. One
 * that is in both is taken from the daemon; when all are, this class goes.
 */
final class Announced {
  static final List<MetricDefinition> METRICS =
      List.of(
          gauge("aispend_budget_burn_rate", "scope", "name", "period", "cycle", "window"),
          gauge("aispend_forecast_usd", "scope", "name", "period", "bound"),
          gauge("aispend_anomaly_observed_usd", "scope", "name"),
          gauge("aispend_anomaly_expected_usd", "scope", "name"),
          gauge("aispend_anomaly_zscore", "scope", "name"),
          gauge("aispend_reconciliation_drift_usd", "provider", "window"),
          gauge("aispend_reconciliation_drift_ratio", "provider", "window"),
          gauge("aispend_implied_price_ratio", "provider", "model"),
          gauge("aispend_account_balance", "provider", "currency"),
          gauge("aispend_provider_key_expires_timestamp_seconds", "provider"),
          gauge("aispend_window_savings_usd", "window", "provider", "model", "project", "kind"),
          gauge("aispend_runaway_usd", "by", "value"),
          counter("aispend_push_requests_total", "outcome"),
          counter("aispend_push_samples_total", "outcome"),
          gauge("aispend_push_pending_samples"),
          gauge("aispend_push_last_success_timestamp_seconds"),
          gauge("aispend_push_expected_usd", "provider", "window"),
          counter("aispend_events_total", "outcome"),
          histogram("aispend_request_duration_seconds", "provider", "model"),
          histogram("aispend_time_to_first_token_seconds", "provider", "model"));

  private Announced() {}

  private static MetricDefinition gauge(String name, String... labels) {
    return announced(name, MetricType.GAUGE, labels);
  }

  private static MetricDefinition counter(String name, String... labels) {
    return announced(name, MetricType.COUNTER, labels);
  }

  private static MetricDefinition histogram(String name, String... labels) {
    return announced(name, MetricType.HISTOGRAM, labels);
  }

  private static MetricDefinition announced(String name, MetricType type, String... labels) {
    return new MetricDefinition(name, type, List.of(labels), "Announced.");
  }
}

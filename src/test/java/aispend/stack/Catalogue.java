// SPDX-License-Identifier: Apache-2.0
package aispend.stack;

import java.util.Set;

/**
 * The metrics boards and rules may use. A copy of what the daemon exports now, to be replaced by
 * its own {@code aispend metrics --format json}.
 */
final class Catalogue {
  static final Set<String> DAEMON =
      Set.of(
          "aispend_cost_usd_total",
          "aispend_credits_usd_total",
          "aispend_tokens_total",
          "aispend_requests_total",
          "aispend_source_cost_usd_total",
          "aispend_source_tokens_total",
          "aispend_restated_usd_total",
          "aispend_unpriced_tokens_total",
          "aispend_window_cost_usd",
          "aispend_budget_usd",
          "aispend_budget_used_usd",
          "aispend_budget_used_ratio",
          "aispend_budget_cycle_end_timestamp_seconds",
          "aispend_budget_burn_rate",
          "aispend_forecast_usd",
          "aispend_anomaly_observed_usd",
          "aispend_anomaly_expected_usd",
          "aispend_anomaly_zscore",
          "aispend_reconciliation_drift_usd",
          "aispend_reconciliation_drift_ratio",
          "aispend_implied_price_ratio",
          "aispend_account_balance",
          "aispend_provider_key_expires_timestamp_seconds",
          "aispend_alert_threshold",
          "aispend_provider_up",
          "aispend_provider_key_ok",
          "aispend_source_info",
          "aispend_source_watermark_timestamp_seconds",
          "aispend_source_settled_timestamp_seconds",
          "aispend_source_expected_lag_seconds",
          "aispend_polls_total",
          "aispend_poll_last_success_timestamp_seconds",
          "aispend_poll_interval_seconds",
          "aispend_poll_next_timestamp_seconds",
          "aispend_provider_http_responses_total",
          "aispend_ingest_records_total",
          "aispend_series_active",
          "aispend_series_limit",
          "aispend_ledger_write_errors_total",
          "aispend_ledger_rows",
          "aispend_ledger_size_bytes",
          "aispend_build_info",
          "aispend_demo");

  static final Set<String> OTHERS =
      Set.of("up", "ALERTS", "alertmanager_notifications_failed_total");

  private Catalogue() {}
}

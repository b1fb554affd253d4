// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import static aispend.metrics.MetricDefinition.counter;
import static aispend.metrics.MetricDefinition.gauge;

import java.util.List;

/** The metrics that are read from the ledger, the insights and the exposition itself. */
final class Definitions {
  static final MetricDefinition SOURCE_CREDITS_OUTSTANDING =
      gauge(
          "aispend_source_credits_outstanding_usd",
          "By how much aispend_source_cost_usd_total stands above the true sum now.",
          "source",
          "provider");
  static final MetricDefinition SOURCE_TOKENS_OUTSTANDING =
      gauge(
          "aispend_source_credits_outstanding_tokens",
          "By how many aispend_source_tokens_total stands above the true sum now.",
          "source",
          "provider",
          "type");
  static final MetricDefinition WINDOW_COST =
      gauge(
          "aispend_window_cost_usd",
          "Canonical cost by time of use within a window that ends now.",
          "window",
          "provider",
          "model",
          "project");
  static final MetricDefinition WINDOW_SAVINGS =
      gauge(
          "aispend_window_savings_usd",
          "Saved on list prices by cache (less its writes) or tier; negative where it cost more.",
          "window",
          "provider",
          "model",
          "project",
          "kind");
  static final MetricDefinition BUDGET =
      gauge(
          "aispend_budget_usd",
          "What a budget allows in one period.",
          "scope",
          "name",
          "period",
          "owner");
  static final MetricDefinition BUDGET_USED =
      gauge(
          "aispend_budget_used_usd",
          "What was spent in the running period of a budget.",
          "scope",
          "name",
          "period",
          "cycle",
          "owner");
  static final MetricDefinition BUDGET_RATIO =
      gauge(
          "aispend_budget_used_ratio",
          "Spent to allowed in the running period of a budget; 1 is all of it.",
          "scope",
          "name",
          "period",
          "cycle",
          "owner");
  static final MetricDefinition BUDGET_THRESHOLD =
      gauge(
          "aispend_budget_threshold_ratio",
          "A threshold of a budget as a part of its limit.",
          "scope",
          "name",
          "period",
          "threshold");
  static final MetricDefinition BUDGET_CROSSED =
      gauge(
          "aispend_budget_threshold_crossed",
          "1 once a threshold of a budget was crossed in its running period, 0 before.",
          "scope",
          "name",
          "period",
          "cycle",
          "owner",
          "threshold");
  static final MetricDefinition BUDGET_DRIVER =
      gauge(
          "aispend_budget_driver_usd",
          "What most of a budget that crossed a threshold was spent on, at most three.",
          "scope",
          "name",
          "period",
          "cycle",
          "by",
          "value");
  static final MetricDefinition BUDGET_CYCLE_END =
      gauge(
          "aispend_budget_cycle_end_timestamp_seconds",
          "When the running period of a budget ends.",
          "scope",
          "name",
          "period");
  static final MetricDefinition BUDGET_BURN_RATE =
      gauge(
          "aispend_budget_burn_rate",
          "Spent in a window to an even pace of the budget; 1 uses it up by the end of its period.",
          "scope",
          "name",
          "period",
          "cycle",
          "window");
  static final MetricDefinition QUOTAS =
      gauge(
          "aispend_quotas",
          "Values that have a quota in the running period of a budget, shown by name or not.",
          "scope",
          "name",
          "period",
          "cycle");
  static final MetricDefinition QUOTAS_CROSSED =
      gauge(
          "aispend_quotas_crossed",
          "Quotas of a budget that crossed a threshold in its running period, shown by name or not.",
          "scope",
          "name",
          "period",
          "cycle",
          "threshold");
  static final MetricDefinition FORECAST =
      gauge(
          "aispend_forecast_usd",
          "What the running month is expected to cost in all, from settled days.",
          "scope",
          "name",
          "period",
          "bound");
  static final MetricDefinition ANOMALY_OBSERVED =
      gauge("aispend_anomaly_observed_usd", "Cost of the last settled UTC day.", "scope", "name");
  static final MetricDefinition ANOMALY_EXPECTED =
      gauge(
          "aispend_anomaly_expected_usd",
          "Mean cost of the seven settled days before the last one, or of the same weekday if more.",
          "scope",
          "name");
  static final MetricDefinition ANOMALY_ZSCORE =
      gauge(
          "aispend_anomaly_zscore",
          "Standard deviations by which the last settled day is away from the seven before.",
          "scope",
          "name");
  static final MetricDefinition RECONCILIATION_DRIFT =
      gauge(
          "aispend_reconciliation_drift_usd",
          "Metered less billed over the days of a window that are settled in both.",
          "provider",
          "window");
  static final MetricDefinition RECONCILIATION_RATIO =
      gauge(
          "aispend_reconciliation_drift_ratio",
          "Metered less billed, to billed.",
          "provider",
          "window");
  static final MetricDefinition IMPLIED_PRICE_RATIO =
      gauge(
          "aispend_implied_price_ratio",
          "Billed to list price over 30 settled days, where the bill names models.",
          "provider",
          "model");
  static final MetricDefinition ACCOUNT_BALANCE =
      gauge(
          "aispend_account_balance",
          "What is left of prepaid credit, as the provider or [[prepaid]] says.",
          "provider",
          "currency");
  static final MetricDefinition KEY_EXPIRES =
      gauge(
          "aispend_provider_key_expires_timestamp_seconds",
          "When a provider's key stops to hold, where the configuration says so.",
          "provider");
  static final MetricDefinition RUNAWAY =
      gauge(
          "aispend_runaway_usd",
          "What events of the last minutes cost, by the largest values of a dimension.",
          "by",
          "value");
  static final MetricDefinition RUNAWAY_CALLS =
      gauge(
          "aispend_runaway_calls",
          "Calls in the runaway window of those whose spend is shown.",
          "by",
          "value");
  static final MetricDefinition RUNAWAY_REPEATS =
      gauge(
          "aispend_runaway_repeats",
          "How often the most frequent request was made in the runaway window.",
          "by",
          "value");
  static final MetricDefinition RUNAWAY_COST_RISE =
      gauge(
          "aispend_runaway_cost_rise_ratio",
          "Mean cost of a call in the newest third of the runaway window, to that before.",
          "by",
          "value");
  static final MetricDefinition ALERT_THRESHOLD =
      gauge("aispend_alert_threshold", "A threshold of the configuration, for rules.", "name");
  static final MetricDefinition SOURCE_INFO =
      gauge(
          "aispend_source_info",
          "1 for each registered source, with what it is in its labels.",
          "source",
          "provider",
          "layer",
          "timeliness");
  static final MetricDefinition SOURCE_WATERMARK =
      gauge(
          "aispend_source_watermark_timestamp_seconds",
          "Everything before it was read; absent before the first reading.",
          "source",
          "provider");
  static final MetricDefinition SOURCE_SETTLED =
      gauge(
          "aispend_source_settled_timestamp_seconds",
          "Nothing before it is expected to change; absent before the first reading.",
          "source",
          "provider");
  static final MetricDefinition SOURCE_EXPECTED_LAG =
      gauge(
          "aispend_source_expected_lag_seconds",
          "By how much the watermark may trail the clock when all is well.",
          "source",
          "provider");
  static final MetricDefinition SERIES_ACTIVE =
      gauge("aispend_series_active", "Series that a family has now.", "family");
  static final MetricDefinition SERIES_LIMIT =
      gauge(
          "aispend_series_limit",
          "Series a family may have before new label sets are shown as other.",
          "family");
  static final MetricDefinition LABEL_OVERFLOW =
      counter(
          "aispend_label_overflow_total",
          "Values counted under other because their label or family is full, by label.",
          "label");
  static final MetricDefinition SCRAPE_ERRORS =
      counter(
          "aispend_scrape_errors_total",
          "Scrapes that had to leave out a section of the exposition.",
          "section");
  static final MetricDefinition PRICE_CATALOG =
      gauge("aispend_price_catalog_timestamp_seconds", "When the prices in force were made.");
  static final MetricDefinition UNCONVERTED =
      gauge(
          "aispend_unconverted_amount",
          "Amounts in other currencies that are in no cost, as no rate is known, in units of it.",
          "provider",
          "currency");
  static final MetricDefinition LEDGER_ROWS =
      gauge("aispend_ledger_rows", "Rows in the ledger.", "table");
  static final MetricDefinition LEDGER_SIZE =
      gauge("aispend_ledger_size_bytes", "Bytes of all files of the ledger.");

  static final List<MetricDefinition> ALL =
      List.of(
          SOURCE_CREDITS_OUTSTANDING,
          SOURCE_TOKENS_OUTSTANDING,
          WINDOW_COST,
          WINDOW_SAVINGS,
          BUDGET,
          BUDGET_USED,
          BUDGET_RATIO,
          BUDGET_CYCLE_END,
          BUDGET_THRESHOLD,
          BUDGET_CROSSED,
          BUDGET_DRIVER,
          BUDGET_BURN_RATE,
          QUOTAS,
          QUOTAS_CROSSED,
          FORECAST,
          ANOMALY_OBSERVED,
          ANOMALY_EXPECTED,
          ANOMALY_ZSCORE,
          RECONCILIATION_DRIFT,
          RECONCILIATION_RATIO,
          IMPLIED_PRICE_RATIO,
          ACCOUNT_BALANCE,
          KEY_EXPIRES,
          RUNAWAY,
          RUNAWAY_CALLS,
          RUNAWAY_REPEATS,
          RUNAWAY_COST_RISE,
          ALERT_THRESHOLD,
          SOURCE_INFO,
          SOURCE_WATERMARK,
          SOURCE_SETTLED,
          SOURCE_EXPECTED_LAG,
          SERIES_ACTIVE,
          SERIES_LIMIT,
          LABEL_OVERFLOW,
          SCRAPE_ERRORS,
          PRICE_CATALOG,
          UNCONVERTED,
          LEDGER_ROWS,
          LEDGER_SIZE);

  private Definitions() {}
}

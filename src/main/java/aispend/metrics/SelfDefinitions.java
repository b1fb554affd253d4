// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import static aispend.metrics.MetricDefinition.counter;
import static aispend.metrics.MetricDefinition.gauge;
import static aispend.metrics.MetricDefinition.histogram;

import java.util.List;

/** The daemon's metrics about itself, as {@code telemetry} registers them; a test compares. */
final class SelfDefinitions {
  static final List<MetricDefinition> ALL =
      List.of(
          counter(
              "aispend_polls_total",
              "Polls of a source by outcome.",
              "source",
              "provider",
              "outcome"),
          histogram(
              "aispend_poll_duration_seconds",
              "Duration of a whole poll, paging included.",
              "source",
              "provider"),
          gauge(
              "aispend_poll_last_success_timestamp_seconds",
              "When a source was last polled with success; 0 before the first time.",
              "source",
              "provider"),
          gauge(
              "aispend_poll_interval_seconds",
              "Time between two polls of a source.",
              "source",
              "provider"),
          gauge(
              "aispend_poll_next_timestamp_seconds",
              "When a source is polled next.",
              "source",
              "provider"),
          gauge(
              "aispend_provider_up",
              "1 when the last poll of all its sources succeeded.",
              "provider"),
          gauge("aispend_provider_key_ok", "0 when the provider refused the key.", "provider"),
          counter(
              "aispend_provider_http_responses_total",
              "Answers of providers' usage and billing endpoints by status; 0: no answer.",
              "provider",
              "code"),
          counter(
              "aispend_provider_calls_total",
              "Calls to providers' usage and billing endpoints by what they were for.",
              "provider",
              "source"),
          gauge(
              "aispend_poll_calls",
              "Calls of the last poll of a source, retries included.",
              "source",
              "provider"),
          counter(
              "aispend_provider_paced_seconds_total",
              "Waited before calls so as not to ask a provider more often than it allows.",
              "provider"),
          counter(
              "aispend_provider_paid_calls_total",
              "Calls for which a provider wants money, retries included.",
              "provider"),
          gauge(
              "aispend_provider_quota_remaining",
              "What a provider last said is left of its limits for asking.",
              "provider",
              "quota"),
          gauge(
              "aispend_provider_limit",
              "What a provider lets somebody spend in a period.",
              "provider",
              "scope",
              "id",
              "name",
              "period",
              "currency"),
          gauge(
              "aispend_provider_limit_spent",
              "What was spent of a provider's limit in its running period, as the provider says.",
              "provider",
              "scope",
              "id",
              "name",
              "period",
              "currency"),
          gauge(
              "aispend_provider_limits_read_timestamp_seconds",
              "When a provider's limits were read last.",
              "provider"),
          counter(
              "aispend_ingest_records_total",
              "Records read from a source, by outcome.",
              "source",
              "outcome"),
          histogram(
              "aispend_posting_delay_seconds",
              "From the end of use to when it was known.",
              "source"),
          histogram("aispend_ledger_write_seconds", "Duration of a write to the ledger."),
          counter("aispend_ledger_write_errors_total", "Writes to the ledger that failed."),
          counter(
              "aispend_retention_rows_total",
              "Rows dropped because of their age, by table.",
              "table"),
          gauge(
              "aispend_retention_last_success_timestamp_seconds",
              "When nothing was left in the ledger that is older than it is kept."),
          gauge(
              "aispend_month_closed_until_timestamp_seconds",
              "End of the last month that is closed with all before it; 0 before the first."),
          gauge(
              "aispend_month_close_waiting",
              "1 when a month should be closed by now and is not, as it is not settled."),
          counter(
              "aispend_month_corrections_total", "Rows of corrections written to closed months."),
          gauge(
              "aispend_config_last_reload_success_timestamp_seconds",
              "When the configuration in force was read."),
          gauge(
              "aispend_workload_up",
              "0 while what the configuration asks for cannot be started, and nothing is polled."),
          gauge(
              "aispend_build_info",
              "1, with the version in its labels.",
              "version",
              "commit",
              "java"),
          gauge("aispend_demo", "1 when the daemon shows simulated money."),
          gauge(
              "aispend_leader",
              "1 on the daemon that leads those on its ledger and shows what is in it."),
          gauge(
              "aispend_leader_term",
              "The last term in which this daemon led: one more at each change of the leader."),
          gauge("aispend_replicas", "Daemons on one ledger that this one sees, with itself."),
          gauge(
              "aispend_replica_clock_ahead_seconds",
              "By how much the clock is ahead of the database's."),
          gauge(
              "aispend_replica_configuration_differs",
              "1 while the configuration is not the leader's, and nothing is polled here."),
          gauge("aispend_replica_polls", "1 while this daemon takes part in polling."),
          counter(
              "aispend_alerts_received_total",
              "Alerts that Alertmanager sent to /-/alerts; heartbeat: it has no other channel.",
              "status"),
          counter(
              "aispend_events_total",
              "Events that applications sent, by what became of them.",
              "outcome"),
          counter(
              "aispend_unpriced_events_total",
              "Events that used something and have no cost: neither they nor a price list tell it.",
              "provider"),
          counter(
              "aispend_otlp_items_total",
              "Spans and data points of OpenTelemetry exporters, by what became of them.",
              "signal",
              "outcome"),
          histogram(
              "aispend_request_duration_seconds",
              "How long calls took, as the events of the last hour say.",
              "provider",
              "model"),
          histogram(
              "aispend_time_to_first_token_seconds",
              "How long calls took to their first token, as the events of the last hour say.",
              "provider",
              "model"),
          counter(
              "aispend_proxy_calls_total",
              "Calls that went to a vendor through the proxy, by its status; none: no answer.",
              "provider",
              "code"),
          gauge("aispend_proxy_running_calls", "Calls that are on their way through the proxy."),
          counter(
              "aispend_proxy_calls_without_usage_total",
              "Calls whose answer did not tell what they used; they are recorded without tokens.",
              "provider"),
          counter(
              "aispend_proxy_recordings_total", "Calls by what became of their record.", "outcome"),
          counter(
              "aispend_proxy_refused_total", "Calls that went to no vendor, by reason.", "reason"),
          counter(
              "aispend_proxy_attributions_ignored_total",
              "X-AISpend headers that were not known, too long or no text."),
          counter(
              "aispend_proxy_budgets_unknown_total",
              "Calls that no budget could stop because budgets could not be read in time."),
          counter(
              "aispend_price_refreshes_total", "Readings of the price map, by outcome.", "outcome"),
          counter("aispend_price_map_accepted_total", "Prices taken over from the price map."),
          counter(
              "aispend_price_map_refused_total",
              "Prices of the price map that were not believed, at each reading, by reason.",
              "reason"),
          gauge(
              "aispend_price_refresh_last_success_timestamp_seconds",
              "When the price map was last read and compared; 0 before the first time."),
          counter(
              "aispend_push_requests_total",
              "Remote write requests of history by outcome.",
              "outcome"),
          counter("aispend_push_samples_total", "Postings by what became of them.", "outcome"),
          gauge("aispend_push_pending_samples", "Postings that wait to be sent."),
          gauge(
              "aispend_push_last_success_timestamp_seconds",
              "When postings were last taken; 0 before the first time."),
          gauge(
              "aispend_push_expected_usd",
              "What posted cost must add up to within a window that ends now.",
              "provider",
              "window"),
          counter(
              "aispend_meter_posts_total",
              "Events posted to billing meters, by what became of them.",
              "meter",
              "outcome"),
          gauge(
              "aispend_meter_pending_events",
              "Events that a billing meter is not told yet.",
              "meter"),
          gauge(
              "aispend_meter_last_success_timestamp_seconds",
              "When a billing meter was told all that is settled; 0 before the first time.",
              "meter"),
          counter("aispend_kafka_events_total", "Events that the brokers acknowledged."),
          counter(
              "aispend_kafka_errors_total",
              "Requests with events that the brokers did not acknowledge in time."),
          histogram(
              "aispend_kafka_produce_seconds", "Until the brokers had acknowledged a request."),
          counter(
              "aispend_stream_events_total",
              "Messages that the stream read, by what became of them, as committed.",
              "partition",
              "outcome"),
          counter(
              "aispend_stream_cost_usd_total",
              "Cost of the events that the stream counted, as committed.",
              "partition",
              "provider"),
          gauge(
              "aispend_stream_lag_messages",
              "Messages that the stream has not read yet.",
              "partition"),
          gauge("aispend_stream_state", "1 for the state that the stream is in.", "state"),
          gauge(
              "aispend_stream_restoring_records",
              "Records of state that are still to be read back before counting goes on."),
          histogram("aispend_stream_commit_seconds", "Duration of a commit of the stream."),
          counter(
              "aispend_stream_thread_failures_total",
              "Threads of the stream that failed and were replaced."),
          counter(
              "aispend_stream_totals_total",
              "Running totals of hours on their way into the ledger, by what became of them.",
              "outcome"),
          counter(
              "aispend_stream_totals_errors_total",
              "Attempts to bring totals into the ledger that failed and are made again."),
          gauge(
              "aispend_stream_totals_lag_messages",
              "Totals that the ledger does not have yet.",
              "partition"),
          counter(
              "aispend_stream_expired_events_total",
              "Counted events of a time that the ledger keeps no hours of any more."));

  private SelfDefinitions() {}
}

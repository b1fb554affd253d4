// SPDX-License-Identifier: Apache-2.0
package aispend.stack.board;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.metrics.MetricDefinition;
import aispend.metrics.MetricType;
import aispend.stack.Catalogue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** L7 and L18: every metric is shown somewhere, or there is a reason, and has a good name. */
final class UseTest {
  private static final String KAFKA = "docs/kafka.md says what to watch";

  private static final Map<String, String> NOT_SHOWN =
      Map.ofEntries(
          Map.entry("aispend_units_total", "vendors count in many units; the API tells them"),
          Map.entry("aispend_source_cost_usd_total", "posted by source, by time of use"),
          Map.entry("aispend_source_tokens_total", "as cost by source"),
          Map.entry("aispend_source_credits_outstanding_usd", "makes the counter exact"),
          Map.entry("aispend_source_credits_outstanding_tokens", "makes the counter exact"),
          Map.entry("aispend_alert_threshold", "for rules"),
          Map.entry("aispend_budget_threshold_ratio", "for rules"),
          Map.entry("aispend_budget_threshold_crossed", "for rules"),
          Map.entry("aispend_budget_driver_usd", "a budget alert's message says it"),
          Map.entry("aispend_unpriced_events_total", "docs/events.md says when to look"),
          Map.entry("aispend_runaway_calls", "a runaway alert's message says it"),
          Map.entry("aispend_runaway_repeats", "a runaway alert's message says it"),
          Map.entry("aispend_runaway_cost_rise_ratio", "a runaway alert's message says it"),
          Map.entry("aispend_told_cost_usd_total", "for whoever doubts a sender's prices"),
          Map.entry("aispend_told_list_cost_usd_total", "as told cost"),
          Map.entry("aispend_retention_rows_total", "docs/operations.md says when to look"),
          Map.entry(
              "aispend_retention_last_success_timestamp_seconds",
              "docs/operations.md says when to look"),
          Map.entry("aispend_price_refreshes_total", "prices taken over and refused are shown"),
          Map.entry("aispend_price_refresh_last_success_timestamp_seconds", "as readings"),
          Map.entry("aispend_workload_up", "the poll of every source is late by then"),
          Map.entry("aispend_month_close_waiting", "GET /api/months says what it waits for"),
          Map.entry("aispend_month_closed_until_timestamp_seconds", "GET /api/months"),
          Map.entry("aispend_kafka_events_total", KAFKA),
          Map.entry("aispend_kafka_produce_seconds", KAFKA),
          Map.entry("aispend_stream_cost_usd_total", KAFKA),
          Map.entry("aispend_stream_commit_seconds", KAFKA),
          Map.entry("aispend_stream_totals_total", KAFKA),
          Map.entry("aispend_provider_limits_read_timestamp_seconds", "says how old limits are"),
          Map.entry("aispend_meter_posts_total", "docs/meters.md says when to look"),
          Map.entry("aispend_meter_last_success_timestamp_seconds", "for rules"),
          Map.entry("aispend_leader", "for rules, and GET /api/replicas"),
          Map.entry("aispend_leader_term", "docs/replicas.md says when to look"),
          Map.entry("aispend_replicas", "GET /api/replicas"),
          Map.entry("aispend_replica_clock_ahead_seconds", "GET /api/replicas"),
          Map.entry("aispend_replica_configuration_differs", "GET /api/replicas"),
          Map.entry("aispend_replica_polls", "for rules, and GET /api/replicas"),
          Map.entry("aispend_ledger_rows", "bytes say how full the ledger is"),
          Map.entry("aispend_ledger_write_seconds", "for whoever looks into a slow ledger"),
          Map.entry("aispend_push_last_success_timestamp_seconds", "for rules"));

  static List<MetricDefinition> metrics() {
    return Catalogue.scraped();
  }

  @Test
  void everyMetric_isOnABoardOrThereIsAReason() {
    Set<String> shown = shown();

    assertThat(Catalogue.DAEMON)
        .filteredOn(name -> !shown.contains(name))
        .containsExactlyInAnyOrderElementsOf(NOT_SHOWN.keySet());
  }

  private static Set<String> shown() {
    return Board.all().stream()
        .flatMap(Expression::ofBoard)
        .flatMap(expression -> expression.metrics().stream())
        .flatMap(name -> Stream.of(name, name.replaceFirst("_(bucket|count|sum)$", "")))
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void name_endsInItsUnitAndSaysItsType(MetricDefinition metric) {
    assertThat(metric.name().endsWith("_total")).isEqualTo(metric.type() == MetricType.COUNTER);
    assertThat(metric.name().contains("timestamp"))
        .isEqualTo(metric.name().endsWith("_timestamp_seconds"));
    assertThat(metric.name()).doesNotContainPattern("_(ms|millis|minutes|hours|kb|percent)(_|$)");
    assertThat(metric.help()).endsWith(".");
  }
}

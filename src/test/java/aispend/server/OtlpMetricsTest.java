// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.config.OtlpConfig;
import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogram;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code POST /v1/metrics} of applications through the front door. */
final class OtlpMetricsTest extends OtlpMetricsKit {
  @Test
  void deltaHistogram_addsItsTokensAndCallsOnce() throws Exception {
    ExportMetricsServiceRequest request =
        request(
            histogram(
                DELTA,
                point("input", 3, 1000, "12:00:00", "12:01:00"),
                point("output", 3, 100, "12:00:00", "12:01:00")));

    assertThat(post(METRICS, request).statusCode()).isEqualTo(200);
    post(METRICS, request);

    assertThat(cost()).isEqualTo("0.0035");
    assertThat(calls()).isEqualTo("3");
    assertThat(items("metrics", "accepted")).isEqualTo(2);
    assertThat(items("metrics", "duplicate")).isEqualTo(2);
    assertThat(daemon.ledger.size().rows()).containsEntry("event", 1L);
  }

  @Test
  void intervalsThatFollowEachOther_addUp() throws Exception {
    post(METRICS, request(histogram(DELTA, point("input", 1, 10, "12:00:00", "12:01:00"))));
    post(METRICS, request(histogram(DELTA, point("input", 1, 10, "12:02:00", "12:03:00"))));
    post(METRICS, request(histogram(DELTA, point("input", 1, 10, "12:01:00", "12:02:00"))));

    assertThat(tokens("input")).isEqualTo("30");
  }

  @Test
  void runningTotal_countsFromItsStartAndThenWhatItGrewByThroughARestart() throws Exception {
    post(METRICS, request(histogram(RUNNING, point("input", 2, 100, "11:00:00", "12:01:00"))));
    assertThat(tokens("input")).isEqualTo("100");

    restart();
    post(METRICS, request(histogram(RUNNING, point("input", 5, 130, "11:00:00", "12:02:00"))));

    assertThat(tokens("input")).isEqualTo("130");
    assertThat(calls()).isEqualTo("5");
    assertThat(daemon.ledger.size().rows()).containsEntry("otlp_series", 1L);
  }

  @Test
  void runningTotalThatIsSentAgainOrLate_addsNothing() throws Exception {
    post(METRICS, request(histogram(RUNNING, point("input", 1, 100, "11:00:00", "12:02:00"))));
    post(METRICS, request(histogram(RUNNING, point("input", 1, 100, "11:00:00", "12:02:00"))));
    post(METRICS, request(histogram(RUNNING, point("input", 1, 60, "11:00:00", "12:01:00"))));
    post(METRICS, request(histogram(RUNNING, point("input", 1, 100, "11:00:00", "12:03:00"))));

    assertThat(tokens("input")).isEqualTo("100");
    assertThat(items("metrics", "duplicate")).isEqualTo(1);
    assertThat(items("metrics", "late")).isEqualTo(1);
    assertThat(items("metrics", "accepted")).as("unchanged ones too").isEqualTo(2);
    assertThat(items("metrics", "rejected")).isZero();
  }

  @Test
  void processThatStartsAgain_countsFromNothing() throws Exception {
    post(METRICS, request(histogram(RUNNING, point("input", 1, 100, "11:00:00", "12:01:00"))));
    post(METRICS, request(histogram(RUNNING, point("input", 1, 40, "12:01:30", "12:02:00"))));
    post(METRICS, request(histogram(RUNNING, point("input", 2, 70, "12:01:30", "12:03:00"))));

    assertThat(tokens("input")).isEqualTo("170");
  }

  @Test
  void totalThatFalls_beginsAnew() throws Exception {
    post(METRICS, request(histogram(RUNNING, point("input", 3, 100, "11:00:00", "12:01:00"))));
    post(METRICS, request(histogram(RUNNING, point("input", 1, 40, "11:00:00", "12:02:00"))));

    assertThat(tokens("input")).isEqualTo("140");
    assertThat(calls()).isEqualTo("4");
  }

  @Test
  void twoProcessesOfOneName_areToldApartByTheirStart() throws Exception {
    for (int minute = 1; minute <= 5; minute++) {
      String end = "12:0" + minute + ":00";
      post(
          METRICS,
          request(histogram(RUNNING, point("input", minute, 100 * minute, "11:00:00", end))));
      post(
          METRICS,
          request(histogram(RUNNING, point("input", minute, 10 * minute, "11:30:00", end))));
    }

    assertThat(tokens("input")).isEqualTo("550");
  }

  @Test
  void totalWithoutAStart_countsFromItsFirstReading() throws Exception {
    HistogramDataPoint first =
        point("input", 9, 900, "12:00:00", "12:01:00").toBuilder().setStartTimeUnixNano(0).build();
    post(METRICS, request(histogram(RUNNING, first)));
    assertThat(tokens("input")).isEqualTo("0");

    post(
        METRICS,
        request(
            histogram(
                RUNNING,
                first.toBuilder()
                    .setTimeUnixNano(nanos("12:02:00"))
                    .setSum(950)
                    .setCount(10)
                    .build())));

    assertThat(tokens("input")).isEqualTo("50");
    assertThat(calls()).isEqualTo("1");
  }

  @Test
  void severalReadingsInOneRequest_addUpInTheOrderOfTheirTimes() throws Exception {
    post(
        METRICS,
        request(
            histogram(
                RUNNING,
                point("input", 3, 300, "11:00:00", "12:03:00"),
                point("input", 1, 100, "11:00:00", "12:01:00"),
                point("input", 2, 150, "11:00:00", "12:02:00"))));

    assertThat(tokens("input")).isEqualTo("300");
    assertThat(daemon.ledger.size().rows()).containsEntry("event", 3L);
  }

  @Test
  void growth_landsInTheHourInWhichItsIntervalEnds() throws Exception {
    post(METRICS, request(histogram(DELTA, point("input", 1, 1_000_000, "09:10:00", "10:00:00"))));
    post(METRICS, request(histogram(DELTA, point("input", 1, 2_000_000, "09:10:00", "10:00:01"))));

    assertThat(hourly("2026-11-21T09:00:00Z")).isEqualTo("2.5");
    assertThat(hourly("2026-11-21T10:00:00Z")).isEqualTo("5");
  }

  @Test
  void newerCounters_takePartsOutOfTheirTotals() throws Exception {
    post(
        METRICS,
        request(
            sum(USAGE + "input_tokens", DELTA, number(1000, "gen_ai.token.modality", "text")),
            sum(USAGE + "cache_read.input_tokens", DELTA, number(400)),
            sum(USAGE + "cache_write.input_tokens", DELTA, number(100)),
            sum(USAGE + "output_tokens", DELTA, number(50)),
            sum(USAGE + "reasoning.output_tokens", DELTA, number(20)),
            histogram(DELTA, point("input", 1, 1000, "12:00:00", "12:01:00"))));

    assertThat(
            List.of(
                tokens("input"),
                tokens("cache_read"),
                tokens("cache_write"),
                tokens("output"),
                tokens("reasoning")))
        .containsExactly("500", "400", "100", "30", "20");
    assertThat(items("metrics", "ignored")).as("the histogram says the same").isEqualTo(1);
  }

  @Test
  void exponentialHistogram_isOneToo() throws Exception {
    Metric metric =
        Metric.newBuilder()
            .setName("gen_ai.client.token.usage")
            .setExponentialHistogram(
                ExponentialHistogram.newBuilder()
                    .setAggregationTemporality(DELTA)
                    .addDataPoints(
                        ExponentialHistogramDataPoint.newBuilder()
                            .addAllAttributes(
                                attributes(
                                    "gen_ai.token.type", "output",
                                    "gen_ai.provider.name", "openai",
                                    "gen_ai.request.model", "gpt-4o"))
                            .setTimeUnixNano(nanos("12:00:00"))
                            .setCount(2)
                            .setSum(77)))
            .build();

    post(METRICS, request(metric));

    assertThat(tokens("output")).isEqualTo("77");
  }

  @Test
  void otherMetrics_areIgnored() throws Exception {
    post(
        METRICS,
        request(
            sum("http.server.requests", DELTA, number(1), number(2)),
            Metric.newBuilder()
                .setName("gen_ai.client.operation.duration")
                .setHistogram(Histogram.newBuilder().addDataPoints(HistogramDataPoint.newBuilder()))
                .build()));

    assertThat(items("metrics", "ignored")).isEqualTo(3);
    assertThat(items("metrics", "rejected")).isZero();
  }

  @Test
  void spansTellOfCalls_unlessMetricsAreAskedFor() throws Exception {
    daemon.otlpConfig =
        new OtlpConfig(true, OtlpConfig.Signal.SPANS, OtlpConfig.ClaudeCodeCost.TOLD);

    post(METRICS, request(histogram(DELTA, point("input", 1, 10, "12:00:00", "12:01:00"))));

    assertThat(tokens("input")).isEqualTo("0");
    assertThat(items("metrics", "ignored")).isEqualTo(1);
  }

  private String calls() throws Exception {
    String line = samples("aispend_requests_total", "source=\"otlp\"").get(0);
    return line.substring(line.lastIndexOf(' ') + 1);
  }

  private String hourly(String start) throws Exception {
    for (JsonNode row : get("/api/costs/hourly?hours=24&source=otlp").at("/hours")) {
      if (row.at("/start").asText().equals(start)) {
        return row.at("/cost_usd").asText();
      }
    }
    return "no such hour";
  }
}

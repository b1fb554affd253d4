// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import org.junit.jupiter.api.Test;

/** What {@code POST /v1/metrics} refuses, and how it says so. */
final class OtlpBadMetricsTest extends OtlpMetricsKit {
  @Test
  void pointsThatCannotBeRight_areNamedAndTheOthersAreKept() throws Exception {
    HistogramDataPoint good = point("input", 1, 10, "12:00:00", "12:01:00");
    ExportMetricsServiceRequest request =
        request(
            histogram(
                DELTA,
                good,
                good.toBuilder().setSum(-1).build(),
                good.toBuilder().setSum(1.5).build(),
                good.toBuilder().setSum(Double.NaN).build(),
                good.toBuilder().setSum(1e300).build(),
                good.toBuilder().clearSum().build()));

    String problem = problem(request, 5);

    assertThat(problem)
        .contains("gen_ai.client.token.usage: value is -1.0; must be a whole number of tokens")
        .contains("value is 1.5")
        .contains("value is NaN")
        .contains("value is 1.0E300")
        .contains("value is missing");
    assertThat(tokens("input")).isEqualTo("10");
  }

  @Test
  void pointsWithoutTimeModelProviderTypeOrTemporality_areNamed() throws Exception {
    HistogramDataPoint good = point("input", 1, 10, "12:00:00", "12:01:00");
    assertThat(
            problem(
                request(
                    histogram(
                        DELTA,
                        good.toBuilder().setTimeUnixNano(0).build(),
                        good.toBuilder().setTimeUnixNano(nanos("13:00:00")).build(),
                        good.toBuilder().setStartTimeUnixNano(nanos("12:01:01")).build(),
                        good.toBuilder().clearAttributes().build())),
                4))
        .contains("time_unix_nano is missing")
        .contains("ahead of the daemon's clock")
        .contains("start_time_unix_nano is")
        .contains("gen_ai.token.type is missing");
    HistogramDataPoint.Builder bare = good.toBuilder().clearAttributes();
    bare.addAllAttributes(attributes("gen_ai.token.type", "input"));
    assertThat(problem(request(histogram(DELTA, bare.build())), 1))
        .contains("gen_ai.provider.name is missing");
    bare.addAllAttributes(attributes("gen_ai.provider.name", "openai"));
    assertThat(problem(request(histogram(DELTA, bare.build())), 1))
        .contains("gen_ai.response.model is missing");
    AggregationTemporality none = AggregationTemporality.AGGREGATION_TEMPORALITY_UNSPECIFIED;
    assertThat(problem(request(histogram(none, good)), 1)).contains("aggregation_temporality");
    Metric gauge =
        Metric.newBuilder()
            .setName("gen_ai.client.token.usage")
            .setGauge(Gauge.newBuilder().addDataPoints(NumberDataPoint.newBuilder().setAsInt(1)))
            .build();
    assertThat(problem(request(gauge), 1)).contains("must be a sum or histogram");
    assertThat(tokens("input")).isEqualTo("0");
  }

  @Test
  void partLargerThanItsTotal_isRefusedWithItsTotal() throws Exception {
    String problem =
        problem(
            request(
                sum(USAGE + "input_tokens", DELTA, number(10)),
                sum(USAGE + "cache_read.input_tokens", DELTA, number(11))),
            2);

    assertThat(problem).contains("cache_read.input_tokens is 11; must be a part of input_tokens");
  }

  @Test
  void ledgerThatCannotBeWritten_is503() throws Exception {
    daemon.ledger.close();

    assertThat(
            post(METRICS, request(histogram(DELTA, point("input", 1, 1, "12:00:00", "12:01:00"))))
                .statusCode())
        .isEqualTo(503);
  }

  private String problem(ExportMetricsServiceRequest request, int rejected) throws Exception {
    ExportMetricsServiceResponse answer =
        ExportMetricsServiceResponse.parseFrom(post(METRICS, request).body());
    assertThat(answer.getPartialSuccess().getRejectedDataPoints()).isEqualTo(rejected);
    return answer.getPartialSuccess().getErrorMessage();
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import aispend.config.OtlpConfig;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** Made-up metrics of an application that calls a model, and a daemon that takes them. */
abstract class OtlpMetricsKit extends OtlpKit {
  static final String METRICS = "/v1/metrics";
  static final AggregationTemporality DELTA = AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA;
  static final AggregationTemporality RUNNING =
      AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE;
  static final String USAGE = "gen_ai.client.inference.usage.";

  @BeforeEach
  void takeMetrics() {
    daemon.otlpConfig =
        new OtlpConfig(true, OtlpConfig.Signal.METRICS, OtlpConfig.ClaudeCodeCost.TOLD);
  }

  static HistogramDataPoint point(String type, int count, int sum, String start, String end) {
    return HistogramDataPoint.newBuilder()
        .addAllAttributes(
            attributes(
                "gen_ai.operation.name", "chat",
                "gen_ai.provider.name", "openai",
                "gen_ai.request.model", "gpt-4o",
                "gen_ai.token.type", type))
        .setStartTimeUnixNano(nanos(start))
        .setTimeUnixNano(nanos(end))
        .setCount(count)
        .setSum(sum)
        .build();
  }

  static Metric histogram(AggregationTemporality temporality, HistogramDataPoint... points) {
    return Metric.newBuilder()
        .setName("gen_ai.client.token.usage")
        .setHistogram(
            Histogram.newBuilder()
                .setAggregationTemporality(temporality)
                .addAllDataPoints(List.of(points)))
        .build();
  }

  static NumberDataPoint number(int value, Object... more) {
    return NumberDataPoint.newBuilder()
        .addAllAttributes(
            attributes(
                "gen_ai.operation.name", "chat",
                "gen_ai.provider.name", "openai",
                "gen_ai.request.model", "gpt-4o"))
        .addAllAttributes(attributes(more))
        .setStartTimeUnixNano(nanos("12:00:00"))
        .setTimeUnixNano(nanos("12:01:00"))
        .setAsInt(value)
        .build();
  }

  static Metric sum(String name, AggregationTemporality temporality, NumberDataPoint... points) {
    return Metric.newBuilder()
        .setName(name)
        .setSum(
            Sum.newBuilder()
                .setIsMonotonic(true)
                .setAggregationTemporality(temporality)
                .addAllDataPoints(List.of(points)))
        .build();
  }

  static ExportMetricsServiceRequest request(Metric... metrics) {
    return ExportMetricsServiceRequest.newBuilder()
        .addResourceMetrics(
            ResourceMetrics.newBuilder()
                .setResource(
                    Resource.newBuilder().addAllAttributes(attributes("service.name", "checkout")))
                .addScopeMetrics(ScopeMetrics.newBuilder().addAllMetrics(List.of(metrics))))
        .build();
  }
}

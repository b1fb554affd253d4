// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.config.OtlpConfig;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.AggregationTemporalitySelector;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The OpenTelemetry SDK itself exports into a daemon. */
final class OtlpExporterTest extends OtlpKit {
  private static final AttributeKey<String> TYPE = AttributeKey.stringKey("gen_ai.token.type");

  @Test
  void spansOfTheSdk_areCalls() throws Exception {
    OtlpHttpSpanExporter exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(url("/v1/traces"))
            .setCompression("gzip")
            .build();
    try (SdkTracerProvider tracers =
        SdkTracerProvider.builder()
            .setClock(clock())
            .setResource(service())
            .addSpanProcessor(SimpleSpanProcessor.create(exporter))
            .build()) {
      for (int i = 0; i < 3; i++) {
        tracers
            .get("test")
            .spanBuilder("chat gpt-4o")
            .setSpanKind(SpanKind.CLIENT)
            .setAllAttributes(call())
            .setAttribute("gen_ai.usage.input_tokens", 1000)
            .setAttribute("gen_ai.usage.output_tokens", 100)
            .startSpan()
            .end();
      }
      assertThat(tracers.forceFlush().join(20, TimeUnit.SECONDS).isSuccess()).isTrue();
    }

    assertThat(items("traces", "accepted")).isEqualTo(3);
    assertThat(cost()).isEqualTo("0.0105");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void metricsOfTheSdk_addUpInBothTemporalities(boolean delta) throws Exception {
    daemon.otlpConfig =
        new OtlpConfig(true, OtlpConfig.Signal.METRICS, OtlpConfig.ClaudeCodeCost.TOLD);
    OtlpHttpMetricExporter exporter =
        OtlpHttpMetricExporter.builder()
            .setEndpoint(url("/v1/metrics"))
            .setAggregationTemporalitySelector(
                delta
                    ? AggregationTemporalitySelector.deltaPreferred()
                    : AggregationTemporalitySelector.alwaysCumulative())
            .build();
    try (SdkMeterProvider meters =
        SdkMeterProvider.builder()
            .setClock(clock())
            .setResource(service())
            .registerMetricReader(
                PeriodicMetricReader.builder(exporter).setInterval(Duration.ofHours(1)).build())
            .build()) {
      LongHistogram usage =
          meters.get("test").histogramBuilder("gen_ai.client.token.usage").ofLongs().build();
      for (int round = 0; round < 3; round++) {
        usage.record(1000, call().toBuilder().put(TYPE, "input").build());
        usage.record(100, call().toBuilder().put(TYPE, "output").build());
        daemon.clock.advance(Duration.ofSeconds(10));
        assertThat(meters.forceFlush().join(20, TimeUnit.SECONDS).isSuccess()).isTrue();
      }
    }

    assertThat(tokens("input")).isEqualTo("3000");
    assertThat(tokens("output")).isEqualTo("300");
    assertThat(cost()).isEqualTo("0.0105");
    assertThat(items("metrics", "rejected")).isZero();
  }

  private String url(String path) {
    return "http://127.0.0.1:" + daemon.server().port() + path;
  }

  private static Attributes call() {
    return Attributes.builder()
        .put("gen_ai.operation.name", "chat")
        .put("gen_ai.provider.name", "openai")
        .put("gen_ai.request.model", "gpt-4o")
        .build();
  }

  private static Resource service() {
    return Resource.create(Attributes.builder().put("service.name", "checkout").build());
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public long now() {
        Instant now = daemon.clock.instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
      }

      @Override
      public long nanoTime() {
        return now();
      }
    };
  }
}

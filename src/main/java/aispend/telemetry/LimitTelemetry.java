// SPDX-License-Identifier: Apache-2.0
package aispend.telemetry;

import aispend.model.Money;
import aispend.model.ReportedLimit;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.GaugeMetricFamily;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What providers let somebody spend, as each said last. A limit that a provider tells no more has
 * no series any more. Any thread may use it.
 */
public final class LimitTelemetry {
  private static final List<String> LABELS =
      List.of("provider", "scope", "id", "name", "period", "currency");

  private record Told(Map<List<String>, ReportedLimit> limits, Instant at) {}

  private final Map<String, Told> byProvider = new ConcurrentHashMap<>();

  LimitTelemetry(CollectorRegistry registry) {
    registry.register(new Families());
  }

  /** All limits that a provider told at an instant, in place of those before. */
  public void told(String provider, List<ReportedLimit> limits, Instant at) {
    Map<List<String>, ReportedLimit> byLabels = new LinkedHashMap<>();
    limits.forEach(limit -> byLabels.putIfAbsent(labels(provider, limit), limit));
    byProvider.put(provider, new Told(byLabels, at));
  }

  /** Only these providers tell limits from now on; what others told is shown no more. */
  public void retain(Set<String> providers) {
    byProvider.keySet().retainAll(providers);
  }

  private static List<String> labels(String provider, ReportedLimit limit) {
    return List.of(
        provider, limit.scope(), limit.id(), limit.name(), limit.period(), limit.most().currency());
  }

  private final class Families extends Collector implements Collector.Describable {
    @Override
    public List<MetricFamilySamples> collect() {
      GaugeMetricFamily most = most();
      GaugeMetricFamily spent = spent();
      GaugeMetricFamily read = read();
      byProvider.forEach(
          (provider, told) -> {
            read.addMetric(List.of(provider), (double) told.at().getEpochSecond());
            told.limits()
                .forEach(
                    (labels, limit) -> {
                      most.addMetric(labels, units(limit.most()));
                      if (limit.spent() != null) {
                        spent.addMetric(labels, units(limit.spent()));
                      }
                    });
          });
      return List.of(most, spent, read);
    }

    @Override
    public List<MetricFamilySamples> describe() {
      return List.of(most(), spent(), read());
    }

    private GaugeMetricFamily most() {
      return new GaugeMetricFamily(
          "aispend_provider_limit", "What a provider lets somebody spend in a period.", LABELS);
    }

    private GaugeMetricFamily spent() {
      return new GaugeMetricFamily(
          "aispend_provider_limit_spent",
          "What was spent of a provider's limit in its running period, as the provider says.",
          LABELS);
    }

    private GaugeMetricFamily read() {
      return new GaugeMetricFamily(
          "aispend_provider_limits_read_timestamp_seconds",
          "When a provider's limits were read last.",
          List.of("provider"));
    }

    private double units(Money money) {
      return money.units().doubleValue();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.telemetry;

import io.prometheus.client.Collector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The families of a stream's state, which are read when they are scraped. */
final class StreamFamilies extends Collector implements Collector.Describable {
  private volatile Supplier<List<StreamReading>> readings = List::of;

  void observe(Supplier<List<StreamReading>> source) {
    readings = source;
  }

  @Override
  public List<MetricFamilySamples> collect() {
    return families(readings.get());
  }

  @Override
  public List<MetricFamilySamples> describe() {
    return families(List.of());
  }

  private static List<MetricFamilySamples> families(List<StreamReading> all) {
    List<MetricFamilySamples> families = new ArrayList<>();
    for (StreamReading.Family family : StreamReading.Family.values()) {
      families.add(family(family, all));
    }
    return families;
  }

  private static MetricFamilySamples family(StreamReading.Family family, List<StreamReading> all) {
    String sample = family.counter() ? family.metric() + "_total" : family.metric();
    List<MetricFamilySamples.Sample> samples =
        all.stream()
            .filter(reading -> reading.family() == family)
            .map(
                reading ->
                    new MetricFamilySamples.Sample(
                        sample, family.names(), reading.labels(), reading.value()))
            .toList();
    return new MetricFamilySamples(
        family.metric(), family.counter() ? Type.COUNTER : Type.GAUGE, family.help(), samples);
  }
}

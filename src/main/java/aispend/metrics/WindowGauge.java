// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import aispend.model.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One gauge of amounts by window, and which of its label sets have a series of their own. Not
 * thread-safe; guarded by {@link WindowFamilies}.
 */
final class WindowGauge {
  private final MetricDefinition definition;
  private final SeriesGovernor governor;
  private final boolean zeros;

  /**
   * A gauge.
   *
   * @param definition its first label is the window
   * @param sets most label sets without the window
   * @param zeros whether an amount of zero is shown
   */
  WindowGauge(MetricDefinition definition, int sets, boolean zeros) {
    this.definition = definition;
    this.zeros = zeros;
    List<String> labels = definition.labels();
    this.governor = new SeriesGovernor(labels.subList(1, labels.size()), sets);
  }

  String name() {
    return definition.name();
  }

  /** Most label sets with series of their own, over all windows. */
  int limit() {
    return governor.limit() * Window.values().length;
  }

  /**
   * The gauge of these amounts.
   *
   * @param sums by the labels behind the window
   */
  Family family(WindowSums sums) {
    governor.retain(sums.sets());
    // The largest first; those beyond the limit would get no place.
    sums.largest(labels -> !governor.has(labels)).limit(governor.limit()).forEach(governor::admit);
    WindowSums shown = new WindowSums();
    sums.each((labels, amounts) -> shown.add(governor.shown(labels), amounts));
    Map<List<String>, Map<Window, Long>> inOrder = new TreeMap<>(WindowSums::compare);
    shown.each(inOrder::put);
    List<Sample> samples = new ArrayList<>();
    for (Window window : Window.values()) {
      inOrder.forEach(
          (labels, amounts) -> {
            Long nanos = amounts.get(window);
            if (nanos != null && (zeros || nanos != 0)) {
              samples.add(sample(window, labels, Money.usd(nanos)));
            }
          });
    }
    return new Family(definition, samples);
  }

  private Sample sample(Window window, List<String> labels, Money amount) {
    List<String> all = new ArrayList<>();
    all.add(window.label());
    all.addAll(labels);
    return new Sample(new Series(definition, all), amount.units());
  }
}

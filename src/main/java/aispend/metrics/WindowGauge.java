// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import aispend.model.Money;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One gauge of amounts by window, and which of its label sets have a series of their own. Not
 * thread-safe; guarded by {@link WindowFamilies}.
 */
final class WindowGauge {
  private static final Comparator<List<String>> BY_LABELS =
      Comparator.comparing(labels -> String.join("\0", labels));

  private final MetricDefinition definition;
  private final SeriesGovernor governor;

  /**
   * A gauge.
   *
   * @param definition its first label is the window
   * @param sets most label sets without the window
   */
  WindowGauge(MetricDefinition definition, int sets) {
    this.definition = definition;
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
   * @param sums by window and the labels behind it
   */
  Family family(Map<Window, Map<List<String>, Money>> sums) {
    admit(sums);
    List<Sample> samples = new ArrayList<>();
    sums.forEach(
        (window, byLabels) -> {
          Map<List<String>, Money> shown = new TreeMap<>(BY_LABELS);
          byLabels.forEach(
              (labels, amount) -> shown.merge(governor.shown(labels), amount, Money::plus));
          shown.forEach((labels, amount) -> samples.add(sample(window, labels, amount)));
        });
    return new Family(definition, samples);
  }

  /** Gives places to new label sets, the largest amounts first. */
  private void admit(Map<Window, Map<List<String>, Money>> sums) {
    Map<List<String>, Long> weights = new HashMap<>();
    for (Map<List<String>, Money> byLabels : sums.values()) {
      byLabels.forEach(
          (labels, amount) -> weights.merge(labels, Math.abs(amount.nanos()), Math::max));
    }
    governor.retain(weights.keySet());
    weights.entrySet().stream()
        .sorted(
            Map.Entry.<List<String>, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey(BY_LABELS)))
        .forEach(entry -> governor.admit(entry.getKey()));
  }

  private Sample sample(Window window, List<String> labels, Money amount) {
    List<String> all = new ArrayList<>();
    all.add(window.label());
    all.addAll(labels);
    return new Sample(new Series(definition, all), amount.units());
  }
}

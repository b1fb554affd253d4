// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides which label sets of a family are shown under their own name and which are shown together
 * as {@value #OTHER}. A set keeps its place once it has one: a counter that moved between its own
 * series and the common one would go down in one of them. So who asks first stays. Not thread-safe;
 * guarded by its family.
 */
final class SeriesGovernor {
  static final String OTHER = "other";

  /** Labels with few values, which always keep them. */
  private static final Set<String> CLOSED =
      Set.of("source", "provider", "type", "outcome", "unit", "direction", "kind");

  private final List<String> labels;
  private final int limit;
  private final Set<List<String>> admitted = new HashSet<>();

  SeriesGovernor(List<String> labels, int limit) {
    this.labels = List.copyOf(labels);
    this.limit = limit;
  }

  int limit() {
    return limit;
  }

  /** Gives the label set a place if it has one or one is left. */
  boolean admit(List<String> values) {
    return admitted.contains(values) || (admitted.size() < limit && admitted.add(values));
  }

  boolean admits(List<String> values) {
    return admitted.contains(values);
  }

  /** Frees the places of sets that are gone; for gauges only, as counters stay. */
  void retain(Collection<List<String>> present) {
    admitted.retainAll(present);
  }

  /** The common set that stands for the given one. */
  List<String> folded(List<String> values) {
    List<String> common = new ArrayList<>(values);
    for (int i = 0; i < common.size(); i++) {
      if (folds(i, values)) {
        common.set(i, OTHER);
      }
    }
    return List.copyOf(common);
  }

  /** Names of the labels whose value is lost when the set is folded. */
  List<String> overflowing(List<String> values) {
    List<String> lost = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      if (folds(i, values)) {
        lost.add(labels.get(i));
      }
    }
    return lost;
  }

  private boolean folds(int index, List<String> values) {
    return !CLOSED.contains(labels.get(index)) && !values.get(index).isEmpty();
  }
}

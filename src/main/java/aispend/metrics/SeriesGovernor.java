// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides which label sets of a gauge are shown under their own name and which are shown together
 * as {@value #OTHER}: one common set for each provider while there is room, then one for all. A set
 * keeps its place as long as it is there. Totals have their places in the ledger. Not thread-safe;
 * guarded by its family.
 */
final class SeriesGovernor {
  static final String OTHER = "other";

  private static final String PROVIDER = "provider";

  /** Labels with few values, which always keep them. */
  private static final Set<String> CLOSED = Set.of("kind");

  private final List<String> labels;
  private final int limit;
  private final int commonLimit;
  private final Set<List<String>> admitted = new HashSet<>();
  private final Set<List<String>> common = new HashSet<>();

  /**
   * A governor without sets.
   *
   * @param most label sets in all, the common ones included
   */
  SeriesGovernor(List<String> labels, int most) {
    this.labels = List.copyOf(labels);
    // The last two are for what is common to all providers, of two kinds at most.
    this.commonLimit = Math.max(1, most / 10);
    this.limit = Math.max(1, most - commonLimit - 2);
  }

  /** How many sets are shown by name. */
  int limit() {
    return limit;
  }

  boolean has(List<String> values) {
    return admitted.contains(values);
  }

  /** Gives the label set a place if it has one or one is left. */
  boolean admit(List<String> values) {
    return admitted.contains(values) || (admitted.size() < limit && admitted.add(values));
  }

  /** Frees the places of sets that are gone. */
  void retain(Collection<List<String>> present) {
    admitted.retainAll(present);
    common.clear();
  }

  /** The set itself, or the common one that stands for it. */
  List<String> shown(List<String> values) {
    if (admitted.contains(values)) {
      return values;
    }
    List<String> ofProvider = folded(values, false);
    if (common.contains(ofProvider) || (common.size() < commonLimit && common.add(ofProvider))) {
      return ofProvider;
    }
    return folded(values, true);
  }

  private List<String> folded(List<String> values, boolean provider) {
    List<String> folded = new ArrayList<>(values);
    for (int i = 0; i < folded.size(); i++) {
      String label = labels.get(i);
      boolean kept = CLOSED.contains(label) || (!provider && label.equals(PROVIDER));
      // Of all providers there is one set, with or without a project.
      if (!kept && (provider || !values.get(i).isEmpty())) {
        folded.set(i, OTHER);
      }
    }
    return List.copyOf(folded);
  }
}

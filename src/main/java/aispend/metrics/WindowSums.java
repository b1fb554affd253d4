// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Amounts in nanos of a dollar by label set and window. A window in which a set has none is not in
 * its map, which is not the same as zero. Sums that do not fit throw {@link ArithmeticException}.
 * Not thread-safe.
 */
final class WindowSums {
  private final Map<List<String>, Map<Window, Long>> bySet = new HashMap<>();

  void add(List<String> labels, Collection<Window> windows, long nanos) {
    Map<Window, Long> amounts = amounts(labels);
    windows.forEach(window -> amounts.merge(window, nanos, Math::addExact));
  }

  void add(List<String> labels, Map<Window, Long> more) {
    Map<Window, Long> amounts = amounts(labels);
    more.forEach((window, nanos) -> amounts.merge(window, nanos, Math::addExact));
  }

  Set<List<String>> sets() {
    return bySet.keySet();
  }

  void each(BiConsumer<List<String>, Map<Window, Long>> reader) {
    bySet.forEach(reader);
  }

  /** Label sets, those with the largest amount in any window first; equal ones by their labels. */
  Stream<List<String>> largest(Predicate<List<String>> wanted) {
    return bySet.entrySet().stream()
        .filter(entry -> wanted.test(entry.getKey()))
        .map(entry -> Map.entry(weight(entry.getValue()), entry.getKey()))
        .sorted(
            Map.Entry.<Long, List<String>>comparingByKey(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByValue(WindowSums::compare)))
        .map(Map.Entry::getValue);
  }

  /** The largest of all windows, whatever its sign. */
  private static long weight(Map<Window, Long> amounts) {
    return amounts.values().stream().mapToLong(Math::abs).max().orElse(0);
  }

  private Map<Window, Long> amounts(List<String> labels) {
    return bySet.computeIfAbsent(labels, unused -> new EnumMap<>(Window.class));
  }

  /** Orders label sets by their first label, then by the next. */
  static int compare(List<String> one, List<String> other) {
    for (int i = 0; i < one.size(); i++) {
      int order = one.get(i).compareTo(other.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What reading one file brings to light: problems, warnings, and which keys were asked for. Used by
 * one thread.
 */
final class Findings {
  private final List<ConfigProblem> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final Map<String, KnownKey> known = new LinkedHashMap<>();

  /**
   * A key that is understood.
   *
   * @param path without counts: {@code currency.rate.usd}
   * @param kind what may be written
   * @param byDefault what holds when it is left out, as the documentation writes it
   */
  record KnownKey(String path, String kind, String byDefault) {}

  void problem(ConfigProblem problem) {
    problems.add(problem);
  }

  void warning(String warning) {
    warnings.add(warning);
  }

  void known(KnownKey key) {
    known.putIfAbsent(key.path(), key);
  }

  /** In the order of the file; what belongs to no line comes first. */
  List<ConfigProblem> problems() {
    return problems.stream()
        .distinct()
        .sorted(Comparator.comparingInt(ConfigProblem::line))
        .toList();
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  List<KnownKey> knownKeys() {
    return List.copyOf(known.values());
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import aispend.model.Dimension;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Section {@code [labels]}.
 *
 * @param metrics the dimensions that become labels, the most important first; holds PROVIDER
 * @param maxSeries bound on the whole exposition
 * @param top how many values of a dimension are shown by name; the rest is "other"
 * @param newSeriesHold how long a label set seen for the first time is shown at 0
 */
public record LabelsConfig(
    Set<Dimension> metrics, int maxSeries, Map<Dimension, Integer> top, Duration newSeriesHold) {
  private static final Kind<Set<Dimension>> METRICS =
      Kinds.DIMENSION.setOf("list of dimensions", false);
  private static final Kind<Map<Dimension, Long>> TOP =
      Kinds.integer(1, 100_000)
          .tableBy(Kinds.DIMENSION, "table of dimension = integer 1 to 100000", "{ feature = 50 }");
  private static final Map<Dimension, Long> DEFAULT_TOP =
      Map.of(Dimension.FEATURE, 50L, Dimension.USER, 20L);

  public LabelsConfig {
    metrics = Collections.unmodifiableSet(new LinkedHashSet<>(metrics));
    EnumMap<Dimension, Integer> sorted = new EnumMap<>(Dimension.class);
    sorted.putAll(top);
    top = Collections.unmodifiableMap(sorted);
  }

  static LabelsConfig read(Section section) {
    Set<Dimension> metrics =
        section.get("metrics", METRICS, List.of("provider", "project", "model"));
    long maxSeries = section.get("max_series", Kinds.integer(1_000, 1_000_000), 20_000L);
    EnumMap<Dimension, Integer> top = new EnumMap<>(Dimension.class);
    DEFAULT_TOP.forEach((dimension, count) -> top.put(dimension, count.intValue()));
    section
        .getOr("top", TOP, DEFAULT_TOP, "{ feature = 50, user = 20 }")
        .forEach((dimension, count) -> top.put(dimension, count.intValue()));
    Duration hold = section.get("new_series_hold", Kinds.duration("0s", "10m"), "75s");
    if (!metrics.contains(Dimension.PROVIDER)) {
      section.problem("metrics", "provider is missing", "add \"provider\" to it");
    }
    checkSize(section, metrics, maxSeries, top);
    section.finish();
    return new LabelsConfig(metrics, (int) maxSeries, top, hold);
  }

  /** Each bounded label multiplies the series by its values and "other". */
  private static void checkSize(
      Section section, Set<Dimension> metrics, long maxSeries, Map<Dimension, Integer> top) {
    double series = 1;
    for (Dimension dimension : metrics) {
      series *= top.containsKey(dimension) ? top.get(dimension) + 1 : 1;
    }
    if (series > maxSeries && section.fine("metrics", "max_series", "top")) {
      section.problem(
          section.has("top") ? "top" : section.has("max_series") ? "max_series" : "metrics",
          "allows " + Math.round(series) + " series, more than max_series = " + maxSeries,
          "show fewer values, take a dimension out of metrics, or raise max_series");
    }
  }
}

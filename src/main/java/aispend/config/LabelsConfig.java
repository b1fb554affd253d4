// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import aispend.model.Dimension;
import java.time.Duration;
import java.util.ArrayList;
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
  private static final long MOST_SERIES = 1_000_000;

  /** What the exposition keeps for the daemon itself; the shares are those of the metrics. */
  private static final long OWN_SERIES = 400;

  /** Input, read from and written to a cache, output, reasoning. */
  private static final int TOKEN_TYPES = 5;

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
    long maxSeries = section.get("max_series", Kinds.integer(1_000, MOST_SERIES), 20_000L);
    EnumMap<Dimension, Integer> top = new EnumMap<>(Dimension.class);
    DEFAULT_TOP.forEach((dimension, count) -> top.put(dimension, count.intValue()));
    section
        .getOr("top", TOP, DEFAULT_TOP, "{ feature = 50, user = 20 }")
        .forEach((dimension, count) -> top.put(dimension, count.intValue()));
    Duration hold = section.get("new_series_hold", Kinds.duration("0s", "10m"), "75s");
    if (!metrics.contains(Dimension.PROVIDER)) {
      section.problem("metrics", "provider is missing", "add \"provider\" to it");
    }
    if (top.containsKey(Dimension.PROVIDER)) {
      section.problem("top", "provider is in it", "take it out: each provider is shown by name");
    }
    checkSize(section, metrics, maxSeries, top);
    section.finish();
    return new LabelsConfig(metrics, (int) maxSeries, top, hold);
  }

  /**
   * Whether all bounded values can be shown by name beside each other. Tokens need the most room:
   * each label set has a series for each type that models use.
   */
  private static void checkSize(
      Section section, Set<Dimension> metrics, long maxSeries, Map<Dimension, Integer> top) {
    double sets = 1;
    List<String> factors = new ArrayList<>();
    for (Dimension dimension : metrics) {
      if (top.containsKey(dimension)) {
        sets *= top.get(dimension) + 1;
        factors.add("(%d + other) %s".formatted(top.get(dimension), dimension.code()));
      }
    }
    long room = tokenSeries(maxSeries);
    double series = sets * TOKEN_TYPES;
    if (series > room && section.fine("metrics", "max_series", "top")) {
      section.problem(
          section.has("top") ? "top" : section.has("max_series") ? "max_series" : "metrics",
          "%s x %d token types are %.0f series of aispend_tokens_total, which has room for %d"
                  .formatted(String.join(" x ", factors), TOKEN_TYPES, series, room)
              + " within max_series = "
              + maxSeries,
          "show fewer values, take a dimension out of metrics, or " + raised(series));
    }
  }

  private static String raised(double series) {
    long wanted = OWN_SERIES + (long) Math.ceil(series / 0.95 / 0.3);
    while (wanted <= MOST_SERIES && tokenSeries(wanted) < series) {
      wanted++;
    }
    return wanted <= MOST_SERIES
        ? "raise max_series to " + wanted
        : "both: no max_series is enough";
  }

  /** Series of tokens that are shown by name, of what the whole exposition may have. */
  static long tokenSeries(long maxSeries) {
    long share = (maxSeries - OWN_SERIES) * 30 / 100;
    return share - 24 - share / 20;
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One {@code [[budget]]}.
 *
 * @param name unique; the metric label
 * @param limit dollars; more than 0
 * @param cycle how often it starts anew, and in which zone
 * @param owner whom alerts name; empty: nobody
 * @param thresholds percents of the limit, ascending
 * @param where what it covers, by dimension; {@code *} in a value stands for any text; empty: all
 *     spend
 * @param action what happens when it is spent
 * @param per the dimension of which each value has this budget for itself; null: it is one budget
 * @param limits what single values of that dimension may spend instead
 */
public record BudgetConfig(
    String name,
    Money limit,
    Cycle cycle,
    String owner,
    List<Integer> thresholds,
    Map<Dimension, String> where,
    Action action,
    @Nullable Dimension per,
    Map<String, Money> limits) {

  /** How often a budget starts anew; a week on Monday. */
  public enum Period {
    HOUR,
    DAY,
    WEEK,
    MONTH;

    /** As the metric label {@code period} and the configuration write it. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What happens when a budget is spent. */
  public enum Action {
    ALERT,
    /** The proxy refuses with 429. */
    BLOCK
  }

  /**
   * Calendar periods of a zone.
   *
   * @param zone where days begin
   */
  public record Cycle(Period period, ZoneId zone) {}

  /** What is known of a call before it is made. */
  public static final Set<Dimension> BEFORE_A_CALL =
      Set.of(
          Dimension.PROVIDER,
          Dimension.PROJECT,
          Dimension.MODEL,
          Dimension.USER,
          Dimension.FEATURE,
          Dimension.TEAM,
          Dimension.AGENT,
          Dimension.ENVIRONMENT,
          Dimension.OPERATION);

  private static final Kind<Set<Long>> THRESHOLDS =
      Kinds.integer(1, 1_000).setOf("list of integers 1 to 1000, ascending", false);

  /** Parts the name of a budget from the value whose quota it is. */
  public static final String PART = "/";

  private static final Kind<Map<String, Money>> LIMITS =
      Kinds.dollars(false)
          .tableBy(Kinds.TEXT, "table of value = dollars above 0", "{ ann = \"50\" }");

  public BudgetConfig {
    limits = Map.copyOf(limits);
    thresholds = List.copyOf(thresholds);
    EnumMap<Dimension, String> sorted = new EnumMap<>(Dimension.class);
    sorted.putAll(where);
    where = Collections.unmodifiableMap(sorted);
  }

  /** One budget for all that it covers. */
  public BudgetConfig(
      String name,
      Money limit,
      Cycle cycle,
      String owner,
      List<Integer> thresholds,
      Map<Dimension, String> where,
      Action action) {
    this(name, limit, cycle, owner, thresholds, where, action, null, Map.of());
  }

  /** The same for each value of a dimension. */
  public BudgetConfig per(Dimension dimension, Map<String, Money> ownLimits) {
    return new BudgetConfig(
        name, limit, cycle, owner, thresholds, where, action, dimension, ownLimits);
  }

  /** What one value may spend in a period. */
  public Money limitOf(String value) {
    return limits.getOrDefault(value, limit);
  }

  /** The metric label {@code name} of one value: {@code seats/ann}. */
  public String nameOf(String value) {
    return name + PART + value;
  }

  /** What the quota of one value covers. */
  public Map<Dimension, String> whereOf(String value) {
    Map<Dimension, String> all = new EnumMap<>(Dimension.class);
    all.putAll(where);
    if (per != null) {
      all.put(per, value);
    }
    return all;
  }

  /**
   * The metric label {@code scope}: the dimension's code of a quota; else {@code org} without
   * conditions, the dimension's code with one, {@code filter} with several.
   */
  public String scope() {
    if (per != null) {
      return per.code();
    }
    return switch (where.size()) {
      case 0 -> "org";
      case 1 -> where.keySet().iterator().next().code();
      default -> "filter";
    };
  }

  /** Whether all conditions hold; a dimension that is not known is the empty text. */
  public boolean covers(Dimensions dimensions) {
    return where.entrySet().stream()
        .allMatch(
            wanted ->
                Pattern.compile(
                        Arrays.stream(wanted.getValue().split("\\*", -1))
                            .map(Pattern::quote)
                            .collect(Collectors.joining(".*")),
                        Pattern.DOTALL)
                    .matcher(dimensions.get(wanted.getKey()))
                    .matches());
  }

  static BudgetConfig read(Section section) {
    BudgetConfig budget =
        new BudgetConfig(
            section.required("name", Kinds.TITLE, "unnamed"),
            section.required("limit_usd", Kinds.dollars(false), Money.ZERO_USD),
            new Cycle(
                section.get(
                    "period",
                    Kinds.choice(Period.class).named("hour, day, week or month", "\"month\""),
                    "month"),
                section.getOr("zone", Kinds.ZONE, ZoneOffset.UTC, "\"UTC\"")),
            section.optional("owner", Kinds.TEXT).orElse(""),
            thresholds(section),
            section.getOr("where", Kinds.WHERE, Map.of(), "{ }"),
            section.get("action", Kinds.choice(Action.class), "alert"),
            section.optional("per", Kinds.DIMENSION).orElse(null),
            section.getOr("limits", LIMITS, Map.of(), "{ }"));
    budget.refuseLoneLimits(section);
    budget.warnOfBlindness(section);
    section.finish();
    return budget;
  }

  private void refuseLoneLimits(Section section) {
    if (per == null && !limits.isEmpty() && section.fine("per", "limits")) {
      section.problem(
          "limits",
          "are of single values, and this is one budget for all",
          "name their dimension: per = \"user\"");
    }
  }

  private void warnOfBlindness(Section section) {
    Stream.concat(where.keySet().stream(), Stream.ofNullable(per))
        .distinct()
        .filter(dimension -> action == Action.BLOCK && !BEFORE_A_CALL.contains(dimension))
        .forEach(
            dimension ->
                section.warning(
                    "budget \""
                        + name
                        + "\" blocks nothing: the proxy does not know the dimension "
                        + dimension.code()
                        + " before a call is made; take it out of "
                        + (dimension == per ? "per" : "where")));
  }

  private static List<Integer> thresholds(Section section) {
    List<Integer> given =
        section.get("thresholds", THRESHOLDS, List.of(50L, 75L, 90L, 100L)).stream()
            .map(Long::intValue)
            .toList();
    if (!given.equals(given.stream().sorted().toList())) {
      section.problem("thresholds", "not in ascending order", "write the smallest first");
    }
    return given;
  }
}

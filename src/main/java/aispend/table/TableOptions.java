// SPDX-License-Identifier: Apache-2.0
package aispend.table;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.provider.AdapterOptions;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which column of a table holds what. Where the configuration says nothing, columns are called as
 * home-made trackers call them; an option that is empty says that there is no such column.
 *
 * @param time the column with the time of a call
 * @param cost the column with its cost; empty for none
 * @param currency of all costs
 * @param dimensions the column of each dimension that there is one for
 * @param counts the column of each count that there is one for
 * @param totalIsInput whether tokens of which only the total is known count as input
 */
record TableOptions(
    String time,
    String cost,
    String currency,
    Map<Dimension, String> dimensions,
    Map<Count, String> counts,
    boolean totalIsInput) {
  private static final Map<Dimension, String> USUAL = usual();

  TableOptions {
    dimensions = Collections.unmodifiableMap(new EnumMap<>(dimensions));
    counts = Collections.unmodifiableMap(new EnumMap<>(counts));
  }

  private static Map<Dimension, String> usual() {
    Map<Dimension, String> usual = new EnumMap<>(Dimension.class);
    usual.put(Dimension.MODEL, "model");
    usual.put(Dimension.PROJECT, "project_id");
    usual.put(Dimension.USER, "user_id");
    for (Dimension other :
        Set.of(
            Dimension.ACCOUNT,
            Dimension.KEY,
            Dimension.FEATURE,
            Dimension.TEAM,
            Dimension.AGENT,
            Dimension.ENVIRONMENT,
            Dimension.REGION,
            Dimension.OPERATION)) {
      usual.put(other, "");
    }
    return Collections.unmodifiableMap(usual);
  }

  /** The names of the options, together with a type's own. */
  static Set<String> names(String... own) {
    Set<String> names = new TreeSet<>(Set.of(own));
    names.addAll(Set.of("time", "cost", "currency", "total_tokens_as"));
    USUAL.keySet().forEach(dimension -> names.add(dimension.code()));
    for (Count count : Count.values()) {
      names.add(count.option());
    }
    return Collections.unmodifiableSet(names);
  }

  /**
   * Reads them.
   *
   * @param usualTime what the time's column is called when the configuration does not say
   * @throws IllegalArgumentException when one cannot be used; names it
   */
  static TableOptions of(AdapterOptions options, String usualTime) {
    Map<Dimension, String> dimensions = new EnumMap<>(Dimension.class);
    USUAL.forEach(
        (dimension, usual) -> put(dimensions, dimension, column(options, dimension.code(), usual)));
    Map<Count, String> counts = new EnumMap<>(Count.class);
    for (Count count : Count.values()) {
      put(counts, count, column(options, count.option(), count.usual()));
    }
    String time = column(options, "time", usualTime);
    if (time.isEmpty()) {
      throw options.wrong("time", "the column with the time of a call");
    }
    return new TableOptions(
        time,
        column(options, "cost", "cost_usd"),
        options.text("currency", "USD", "[A-Z]{3}", "three letters as in ISO 4217, like USD"),
        dimensions,
        counts,
        options.text("total_tokens_as", "unit", "unit|input", "unit or input").equals("input"));
  }

  private static <K> void put(Map<K, String> columns, K key, String column) {
    if (!column.isEmpty()) {
      columns.put(key, column);
    }
  }

  private static String column(AdapterOptions options, String name, String usual) {
    return options.text(
        name,
        usual,
        "([A-Za-z_][A-Za-z0-9_$ -]{0,62})?",
        "the name of a column, or empty for none");
  }

  /** All columns but the time's, by what they hold. */
  Map<String, String> columns() {
    Map<String, String> columns = new LinkedHashMap<>();
    dimensions.forEach((dimension, column) -> columns.put(dimension.code(), column));
    if (!cost.isEmpty()) {
      columns.put("cost", cost);
    }
    counts.forEach((count, column) -> columns.put(count.option(), column));
    return columns;
  }

  /** What a row is split by. Rows without a cost are kept apart from those with one. */
  Dimensions dimensions(Map<Dimension, String> values, boolean withoutCost) {
    return new Dimensions(values)
        .with(Dimension.VARIANT, withoutCost && !cost.isEmpty() ? "without cost" : null);
  }
}

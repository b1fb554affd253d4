// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * The combinations of dimensions that conditions want, in the table {@code wanted_set} of the
 * reading connection, however many they are.
 */
final class WantedSets {
  private static final String MAKE =
      "create temp table if not exists wanted_set (set_id bigint primary key)";

  private static final String SETS = "select set_id, %s from dimension_set";

  private static final String PROVIDERS =
      """
      select distinct d.dim_provider from wanted_set w join dimension_set d on d.set_id = w.set_id
      """;

  private WantedSets() {}

  /** The providers of all combinations that meet some conditions. */
  static Set<String> providers(Handle handle, Map<Dimension, String> where) {
    keep(handle, DisplayNames.read(handle), List.of(where));
    return Set.copyOf(handle.createQuery(PROVIDERS).mapTo(String.class).list());
  }

  /** Fills the table with what meets all conditions; empty ones are met by everything. */
  static void keep(
      Handle handle, DisplayNames names, Collection<Map<Dimension, String>> conditions) {
    handle.execute(MAKE);
    handle.execute("delete from wanted_set");
    List<Dimension> needed =
        Stream.concat(
                Stream.of(Dimension.PROVIDER),
                conditions.stream().flatMap(condition -> condition.keySet().stream()))
            .distinct()
            .toList();
    Predicate<Dimensions> wanted =
        conditions.stream()
            .<Predicate<Dimensions>>map(condition -> new DimensionFilter(condition, names))
            .reduce(every -> true, Predicate::and);
    String columns = Columns.list(needed.stream().map(Columns::of).toList());
    try (RowWriter keep = new RowWriter(handle, "insert into wanted_set values (:set_id)")) {
      handle
          .createQuery(SETS.formatted(columns))
          .map(
              (row, context) -> {
                Dimensions dimensions = Dimensions.NONE;
                for (Dimension dimension : needed) {
                  dimensions = dimensions.with(dimension, row.getString(Columns.of(dimension)));
                }
                return Map.entry(row.getLong("set_id"), dimensions);
              })
          .stream()
          .filter(set -> wanted.test(set.getValue()))
          .forEach(set -> keep.bind("set_id", set.getKey().longValue()).add());
      keep.flush();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Answers a {@link SumQuery} from the narrowest sums that know the dimensions asked for: the cube,
 * else the sums of one other dimension, else the records themselves.
 */
final class SumReader {
  /** The dimensions of the cube. */
  static final Set<Dimension> CUBE =
      EnumSet.of(Dimension.PROVIDER, Dimension.PROJECT, Dimension.MODEL);

  private static final Set<Dimension> PROVIDER = EnumSet.of(Dimension.PROVIDER);

  private record Group(Dimensions key, @Nullable Instant bucket) {}

  private final SumQuery query;
  private final DisplayNames names;
  private final Predicate<Dimensions> filter;
  private final Map<Group, SumTotal> totals = new HashMap<>();

  private SumReader(SumQuery query, DisplayNames names) {
    this.query = query;
    this.names = names;
    this.filter =
        new DimensionFilter(query.where(), names).and(new DimensionFilter(query.within(), names));
  }

  static List<SumRow> read(Handle handle, SumQuery query) {
    SumReader reader = new SumReader(query, DisplayNames.read(handle));
    reader.collect(new SumRows(handle, query));
    List<SumRow> rows = new ArrayList<>();
    reader.totals.forEach(
        (group, total) -> {
          // What vanished leaves sums of nothing behind.
          if (!total.isZero()) {
            rows.add(total.row(group.key(), group.bucket()));
          }
        });
    return List.copyOf(rows);
  }

  /** Whether a question is answered from sums; else from all records of its period. */
  static boolean isOfSums(SumQuery query) {
    Set<Dimension> others = dimensions(query);
    others.remove(Dimension.PROVIDER);
    return CUBE.containsAll(others) || others.size() == 1;
  }

  private static Set<Dimension> dimensions(SumQuery query) {
    Set<Dimension> dimensions = EnumSet.noneOf(Dimension.class);
    dimensions.addAll(query.groupBy());
    dimensions.addAll(query.where().keySet());
    dimensions.addAll(query.within().keySet());
    return dimensions;
  }

  private void collect(SumRows rows) {
    Set<Dimension> others = dimensions(query);
    if (CUBE.containsAll(others)) {
      rows.ofCube(this::add);
      return;
    }
    others.remove(Dimension.PROVIDER);
    if (others.size() == 1) {
      collect(rows, others.iterator().next());
    } else {
      rows.ofRecords(this::add);
    }
  }

  /**
   * What has no value in a dimension is not in its sums: it is everything less what has one. Those
   * of many values are by far the most rows, and are read once for both.
   */
  private void collect(SumRows rows, Dimension dimension) {
    Map<Group, SumTotal> rest = new HashMap<>();
    rows.ofCube(
        (dimensions, bucket, total) -> merge(rest, dimensions.only(PROVIDER), bucket, total));
    rows.ofDimension(
        dimension,
        (dimensions, bucket, total) -> {
          add(dimensions, bucket, total);
          merge(rest, dimensions.only(PROVIDER), bucket, total.negated());
        });
    rest.forEach(
        (group, total) -> {
          if (!total.isZero()) {
            add(group.key(), group.bucket(), total);
          }
        });
  }

  private void add(Dimensions dimensions, @Nullable Instant bucket, SumTotal total) {
    if (filter.test(dimensions)) {
      Dimensions key = Dimensions.NONE;
      String provider = dimensions.get(Dimension.PROVIDER);
      for (Dimension dimension : query.groupBy()) {
        key = key.with(dimension, names.name(provider, dimension, dimensions));
      }
      merge(totals, key, bucket, total);
    }
  }

  private static void merge(
      Map<Group, SumTotal> into, Dimensions key, @Nullable Instant bucket, SumTotal total) {
    into.merge(new Group(key, bucket), total, SumTotal::plus);
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.ledger.SumQuery.Granularity;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Answers a {@link CostQuery}: from one column of the sums of its dimension where no other
 * dimension than the provider is asked about, else as a {@link SumQuery}.
 */
final class CostRows {
  private static final String OF_VALUES =
      """
      select t.provider, t.value, %1$s as bucket, sum(t.cost_nanos) as cost_nanos
      from %2$s t
      where t.view = 0 and t.dimension = :dimension and t.start >= :from and t.start < :until
        and %3$s
      group by t.provider, t.value, %4$s
      """;

  private final Handle handle;
  private final CostQuery query;
  private final DisplayNames names;
  private final Predicate<Dimensions> filter;
  private final List<CostRow> rows = new ArrayList<>();

  private CostRows(Handle handle, CostQuery query) {
    this.handle = handle;
    this.query = query;
    this.names = DisplayNames.read(handle);
    this.filter =
        new DimensionFilter(query.where(), names).and(new DimensionFilter(query.within(), names));
  }

  /** Rows that come to nothing are left out, and what has no value in the dimension. */
  static List<CostRow> read(Handle handle, CostQuery query) {
    CostRows rows = new CostRows(handle, query);
    if (rows.hasOwnSums()) {
      SumStretch.of("value", query.period(), query.granularity()).forEach(rows::ofValues);
    } else {
      rows.ofSums();
    }
    return List.copyOf(rows.rows);
  }

  private boolean hasOwnSums() {
    Set<Dimension> others = EnumSet.of(Dimension.PROVIDER, query.by());
    others.addAll(query.where().keySet());
    others.addAll(query.within().keySet());
    return !SumReader.CUBE.contains(query.by()) && others.size() == 2;
  }

  private void ofValues(SumStretch stretch) {
    String bucket =
        switch (query.granularity()) {
          case TOTAL -> "0";
          case HOUR -> "t.start";
          case DAY -> "t.start - t.start % 86400";
        };
    Set<String> ids = names.ids(query.by(), query.values());
    String wanted = ids.isEmpty() ? "1 = 1" : "t.value in (<wanted>)";
    Query statement =
        handle
            .createQuery(
                OF_VALUES.formatted(
                    bucket, stretch.table(), wanted, bucket.equals("0") ? "0 + 0" : bucket))
            .bind("dimension", query.by().code())
            .bind("from", stretch.from())
            .bind("until", stretch.until());
    if (!ids.isEmpty()) {
      statement.bindList("wanted", List.copyOf(ids));
    }
    statement
        .map(
            (row, context) -> {
              Dimensions dimensions =
                  Dimensions.of(Dimension.PROVIDER, row.getString("provider"))
                      .with(query.by(), row.getString("value"));
              long nanos = row.getLong("cost_nanos");
              add(dimensions, row.getLong("bucket"), nanos);
              return true;
            })
        .list();
  }

  /** An id may be shown by name with one provider and as it is with another. */
  private void add(Dimensions dimensions, long bucket, long nanos) {
    String provider = dimensions.get(Dimension.PROVIDER);
    String shown = names.name(provider, query.by(), dimensions);
    boolean asked = query.values().isEmpty() || query.values().contains(shown);
    if (nanos != 0 && asked && filter.test(dimensions)) {
      @Nullable Instant start =
          query.granularity() == Granularity.TOTAL ? null : Instant.ofEpochSecond(bucket);
      rows.add(new CostRow(provider, shown, start, Money.usd(nanos)));
    }
  }

  private void ofSums() {
    SumQuery sums =
        new SumQuery(
            query.period(),
            query.where(),
            List.of(Dimension.PROVIDER, query.by()),
            query.granularity(),
            null,
            null,
            query.within());
    for (SumRow row : SumReader.read(handle, sums)) {
      String value = row.key().get(query.by());
      boolean asked = query.values().isEmpty() || query.values().contains(value);
      if (!value.isEmpty() && asked && row.cost().nanos() != 0) {
        rows.add(new CostRow(row.key().get(Dimension.PROVIDER), value, row.bucket(), row.cost()));
      }
    }
  }
}

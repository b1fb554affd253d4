// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.ReportedCost;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads amounts in other currencies, by day or by all dimensions. */
final class ForeignAmounts {
  private static final String OF =
      """
      select s.name, s.provider, r.period_start, r.cost_kind, r.cost_nanos, r.reported_amount,
        r.reported_unit, upper(trim(r.reported_currency)) as currency
      from record r join source s on s.source_id = r.source_id
      where r.period_start >= :from and r.period_start < :until and %s
      """;

  /** A period may be as long as a month, and counts into the hour of its middle. */
  private static final String BY_DIMENSIONS =
      """
      select d.*, r.cost_nanos, r.reported_amount, r.reported_unit,
        upper(trim(r.reported_currency)) as currency
      from record r join dimension_set d on d.set_id = r.set_id
      where upper(trim(r.reported_currency)) <> 'USD'
        and r.period_start > :from - 2764800 and r.period_start < :until and r.period_end > :from
        and r.period_start + (r.period_end - r.period_start) / 2 >= :from
        and r.period_start + (r.period_end - r.period_start) / 2 < :until
      """;

  private static final String ALL = OF.formatted("upper(trim(r.reported_currency)) <> 'USD'");
  private static final String UNCONVERTED = OF.formatted("r.cost_kind = 'unconverted'");
  private static final int CENT_DIGITS = 2;

  private ForeignAmounts() {}

  /** Those that are converted and those that are not, apart. */
  static List<ForeignAmount> read(Handle handle, ChargePeriod period, boolean onlyUnconverted) {
    TreeMap<String, ForeignAmount> amounts = new TreeMap<>();
    handle
        .createQuery(onlyUnconverted ? UNCONVERTED : ALL)
        .bind("from", period.start().getEpochSecond())
        .bind("until", period.end().getEpochSecond())
        .map((row, context) -> amount(row))
        .forEach(
            one ->
                amounts.merge(
                    String.join(
                        " ",
                        one.day().toString(),
                        one.source(),
                        one.currency(),
                        one.converted() == null ? "" : "converted"),
                    one,
                    ForeignAmount::plus));
    return List.copyOf(amounts.values());
  }

  /** By all dimensions, as far as a query wants these. */
  static List<ForeignCost> costs(Handle handle, SumQuery query) {
    DisplayNames names = DisplayNames.read(handle);
    Predicate<Dimensions> wanted =
        new DimensionFilter(query.where(), names).and(new DimensionFilter(query.within(), names));
    Map<Dimensions, ForeignCost> costs = new LinkedHashMap<>();
    handle
        .createQuery(BY_DIMENSIONS)
        .bind("from", query.period().start().getEpochSecond())
        .bind("until", query.period().end().getEpochSecond())
        .map((row, context) -> cost(row))
        .forEach(
            one -> {
              if (wanted.test(one.key())) {
                costs.merge(one.key(), one, ForeignCost::plus);
              }
            });
    return costs.values().stream().map(one -> named(one, names)).toList();
  }

  private static ForeignCost named(ForeignCost cost, DisplayNames names) {
    Dimensions shown = Dimensions.NONE;
    String provider = cost.key().get(Dimension.PROVIDER);
    for (Dimension dimension : cost.key().values().keySet()) {
      shown = shown.with(dimension, names.name(provider, dimension, cost.key()));
    }
    return new ForeignCost(shown, cost.currency(), cost.original(), cost.converted());
  }

  private static ForeignCost cost(ResultSet row) throws SQLException {
    return new ForeignCost(
        Columns.dimensions(row), row.getString("currency"), original(row), converted(row));
  }

  private static @Nullable Money converted(ResultSet row) throws SQLException {
    Long nanos = Columns.nullableLong(row, "cost_nanos");
    return nanos == null ? null : Money.usd(nanos);
  }

  private static ForeignAmount amount(ResultSet row) throws SQLException {
    return new ForeignAmount(
        row.getString("name"),
        row.getString("provider"),
        LocalDate.ofInstant(Instant.ofEpochSecond(row.getLong("period_start")), ZoneOffset.UTC),
        row.getString("currency"),
        original(row),
        converted(row),
        1);
  }

  private static BigDecimal original(ResultSet row) throws SQLException {
    BigDecimal original = BigDecimal.ZERO;
    for (String text : row.getString("reported_amount").split(" \\+ ", -1)) {
      original = original.add(new BigDecimal(text.strip()));
    }
    boolean cents = row.getString("reported_unit").equals(ReportedCost.Unit.CENTS.name());
    return cents ? original.movePointLeft(CENT_DIGITS) : original;
  }
}

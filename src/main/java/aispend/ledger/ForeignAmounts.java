// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import aispend.model.Money;
import aispend.model.ReportedCost;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Reads amounts in other currencies, by day. */
final class ForeignAmounts {
  private static final String OF =
      """
      select s.name, s.provider, r.period_start, r.cost_kind, r.cost_nanos, r.reported_amount,
        r.reported_unit, upper(trim(r.reported_currency)) as currency
      from record r join source s on s.source_id = r.source_id
      where r.period_start >= :from and r.period_start < :until and %s
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

  private static ForeignAmount amount(ResultSet row) throws SQLException {
    BigDecimal original = BigDecimal.ZERO;
    for (String text : row.getString("reported_amount").split(" \\+ ", -1)) {
      original = original.add(new BigDecimal(text.strip()));
    }
    boolean cents = row.getString("reported_unit").equals(ReportedCost.Unit.CENTS.name());
    Long nanos = Columns.nullableLong(row, "cost_nanos");
    return new ForeignAmount(
        row.getString("name"),
        row.getString("provider"),
        LocalDate.ofInstant(Instant.ofEpochSecond(row.getLong("period_start")), ZoneOffset.UTC),
        row.getString("currency"),
        cents ? original.movePointLeft(CENT_DIGITS) : original,
        nanos == null ? null : Money.usd(nanos),
        1);
  }
}

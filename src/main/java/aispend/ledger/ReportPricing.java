// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.ReportedCost;
import aispend.model.UsageRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What other prices and exchange rates change of a polled source's records: those by list price,
 * and amounts in other currencies. A vendor's own amount in the base currency is not ours to
 * change.
 */
final class ReportPricing {
  private static final String BEGINNING =
      """
      select r.part, r.period_end, r.set_id, %s, %s
      from record r join dimension_set d on d.set_id = r.set_id
      where r.source_id = :source_id and r.period_start = :start
        and (r.cost_kind in ('estimated', 'unpriced', 'unconverted')
          or upper(trim(r.reported_currency)) <> 'USD')
      """
          .formatted(Columns.list(Columns.CONTENT), Columns.list(Columns.DIMENSIONS));

  private final Repricer repricer;

  ReportPricing(Repricer repricer) {
    this.repricer = repricer;
  }

  /** What changes of the records whose period begins then. */
  List<Revaluation> of(Handle handle, Sources.Stored source, long start) {
    List<Revaluation> changes = new ArrayList<>();
    handle
        .createQuery(BEGINNING)
        .bind("source_id", source.id())
        .bind("start", start)
        .map((row, context) -> of(row, start))
        .forEach(change -> change.ifPresent(changes::add));
    return changes;
  }

  private Optional<Revaluation> of(ResultSet row, long start) throws SQLException {
    Content before = Columns.content(row);
    ReportedCost reported = before.reported();
    if (reported == null && before.tokens().isEmpty() && before.unitMicros().isEmpty()) {
      return Optional.empty(); // a price changes nothing where nothing was measured
    }
    ChargePeriod period = ChargePeriod.ofEpochSeconds(start, row.getLong("period_end"));
    Dimensions dimensions = Columns.dimensions(row);
    Long requests = before.requests();
    Repricer.Use use =
        new Repricer.Use(
            period,
            dimensions,
            before.tokens(),
            Repricer.Use.units(before.unitMicros()),
            requests != null && requests == 1,
            reported);
    Content after = repricer.price(use).map(worth -> with(before, use, worth)).orElse(before);
    if (after.equals(before)) {
      return Optional.empty();
    }
    return Optional.of(
        new Revaluation(
            period,
            row.getLong("set_id"),
            dimensions,
            List.of(new Revaluation.Part(row.getString("part"), before, after)),
            List.of()));
  }

  /** The same use at another cost. */
  private static Content with(Content before, Repricer.Use use, Repricer.Worth worth) {
    Content worked =
        Content.of(
            new UsageRecord(
                use.period(),
                use.dimensions(),
                use.tokens(),
                before.requests(),
                Map.of(),
                worth.cost(),
                worth.savings()));
    Money amount = worth.cost().amount();
    return new Content(
        worked.kind(),
        amount == null ? null : (Long) amount.nanos(),
        worked.reported(),
        before.tokens(),
        before.requests(),
        before.unitMicros(),
        worth.savings());
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.export;

import static java.util.Objects.requireNonNull;

import aispend.ledger.BookedRow;
import aispend.ledger.ForeignCost;
import aispend.ledger.MonthClose;
import aispend.ledger.SumRow;
import aispend.ledger.SumTotal;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.TokenType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/**
 * What one combination of all dimensions cost in one hour or day, or what became known of it after
 * its month was closed.
 *
 * @param period the UTC hour or day
 * @param key all dimensions that are known
 * @param total of a correction what is to be added to the rows before
 * @param settled whether no source is expected to change it any more
 * @param closed whether its month is closed, so that the row stays as it is
 * @param knownAt when a correction became known; null of any other row
 * @param foreign the amounts in another currency that are all of its cost; null of any other row
 */
record ExportRow(
    ChargePeriod period,
    Dimensions key,
    SumTotal total,
    boolean settled,
    boolean closed,
    @Nullable Instant knownAt,
    @Nullable ForeignCost foreign) {
  ExportRow {
    requireNonNull(period, "period");
    requireNonNull(key, "key");
    requireNonNull(total, "total");
  }

  /** What is known now. */
  static ExportRow live(
      ChargePeriod period, SumRow sum, boolean settled, @Nullable ForeignCost foreign) {
    ForeignCost all = foreign != null && foreign.isAllOf(sum.cost()) ? foreign : null;
    return new ExportRow(period, sum.key(), SumTotal.of(sum), settled, false, null, all);
  }

  /** What stands in the books of a closed month. */
  static ExportRow booked(BookedRow row) {
    return new ExportRow(
        row.day(), row.shown(), row.total(), row.settled(), true, row.knownAt(), null);
  }

  /** What the vendor told, in {@link #originalCurrency}. */
  @Nullable BigDecimal originalAmount() {
    return foreign == null ? null : foreign.original();
  }

  @Nullable String originalCurrency() {
    return foreign == null ? null : foreign.currency();
  }

  /** Dollars for one of the original currency. */
  @Nullable BigDecimal exchangeRate() {
    return foreign == null ? null : foreign.rate().orElse(null);
  }

  boolean isCorrection() {
    return knownAt != null;
  }

  /** The UTC month in whose books it stands: of a correction the one in which it became known. */
  YearMonth billingMonth() {
    return MonthClose.monthOf(knownAt == null ? period.start() : knownAt);
  }

  long tokens(TokenType type) {
    return total.tokens().getOrDefault(type, 0L);
  }

  /** The value, or the empty text when it is not known. */
  String of(Dimension dimension) {
    return key.get(dimension);
  }

  /** The value; null when it is not known. */
  @Nullable String known(Dimension dimension) {
    String value = of(dimension);
    return value.isEmpty() ? null : value;
  }
}

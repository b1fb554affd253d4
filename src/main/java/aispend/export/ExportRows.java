// SPDX-License-Identifier: Apache-2.0
package aispend.export;

import aispend.ledger.Books;
import aispend.ledger.ForeignCost;
import aispend.ledger.LedgerException;
import aispend.ledger.LedgerReader;
import aispend.ledger.MonthClose;
import aispend.ledger.Settlement;
import aispend.ledger.SumQuery;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Reads the rows of an hour or a day at a time, oldest first, so that a year takes no more memory
 * than its fullest day and no reading holds the ledger for long. Each such part is as it was at one
 * moment. Behind them come the corrections of each closed month. One thread; throws {@link
 * LedgerException}.
 */
final class ExportRows implements Iterator<List<ExportRow>> {
  private static final Dimension[] ALL = Dimension.values();

  private static final Comparator<ExportRow> BY_DIMENSIONS =
      Arrays.stream(ALL)
          .map(dimension -> Comparator.comparing((ExportRow row) -> row.of(dimension)))
          .reduce(Comparator::thenComparing)
          .orElseThrow();

  private final LedgerReader ledger;
  private final Books books;
  private final ExportQuery query;
  private final Settlement settlement;
  private final Map<YearMonth, MonthClose> closed;
  private final Deque<Supplier<List<ExportRow>>> parts = new ArrayDeque<>();

  /**
   * Rows as they are asked for.
   *
   * @param now what is not written down yet became known then
   */
  ExportRows(LedgerReader ledger, ExportQuery query, Instant now) {
    this.ledger = ledger;
    this.books = query.live() ? Books.NONE : ledger.books();
    this.query = query;
    List<MonthClose> months = books.closed();
    this.closed = months.stream().collect(Collectors.toMap(MonthClose::month, Function.identity()));
    this.settlement =
        new Settlement(
            ledger.sources().stream()
                .filter(
                    state ->
                        query.source() == null || query.source().equals(state.source().label()))
                .toList());
    for (ChargePeriod period : query.period().split(query.width().duration())) {
      parts.add(() -> rows(period));
    }
    for (MonthClose month : months) {
      parts.add(() -> corrections(month, now));
    }
  }

  @Override
  public boolean hasNext() {
    return !parts.isEmpty();
  }

  /** In the order of the dimensions' values, so that the same spend gives the same file. */
  @Override
  public List<ExportRow> next() {
    return parts.remove().get();
  }

  private List<ExportRow> rows(ChargePeriod period) {
    MonthClose month = closed.get(MonthClose.monthOf(period.start()));
    if (month != null) {
      return books.frozen(month, period, query.where()).stream()
          .map(ExportRow::booked)
          .sorted(BY_DIMENSIONS)
          .toList();
    }
    SumQuery sums = SumQuery.total(period, ALL).where(query.where()).ofSource(query.source());
    Map<Dimensions, ForeignCost> foreign =
        ledger.foreignCosts(sums).stream()
            .collect(Collectors.toMap(ForeignCost::key, Function.identity(), (one, two) -> one));
    return ledger.sums(sums).stream()
        .map(
            row ->
                ExportRow.live(
                    period,
                    row,
                    settlement.reaches(row.key().get(Dimension.PROVIDER), period.end()),
                    foreign.get(row.key())))
        .sorted(BY_DIMENSIONS)
        .toList();
  }

  private List<ExportRow> corrections(MonthClose month, Instant now) {
    return books.corrections(month, query.period(), now, query.where()).stream()
        .map(ExportRow::booked)
        .toList();
  }
}

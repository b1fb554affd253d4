// SPDX-License-Identifier: Apache-2.0
package aispend.export;

import aispend.ledger.LedgerException;
import aispend.ledger.LedgerReader;
import aispend.ledger.LedgerReader.SourceState;
import aispend.ledger.SumQuery;
import aispend.ledger.SumRow;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Reads the rows of an hour or a day at a time, oldest first, so that a year takes no more memory
 * than its fullest day and no reading holds the ledger for long. Each such part is as it was at one
 * moment. One thread; throws {@link LedgerException}.
 */
final class ExportRows implements Iterator<List<ExportRow>> {
  private static final Dimension[] ALL = Dimension.values();

  private static final Comparator<ExportRow> BY_DIMENSIONS =
      Arrays.stream(ALL)
          .map(dimension -> Comparator.comparing((ExportRow row) -> row.of(dimension)))
          .reduce(Comparator::thenComparing)
          .orElseThrow();

  private final LedgerReader ledger;
  private final ExportQuery query;
  private final Map<String, Instant> settledUntil = new HashMap<>();
  private final Iterator<ChargePeriod> periods;

  ExportRows(LedgerReader ledger, ExportQuery query) {
    this.ledger = ledger;
    this.query = query;
    this.periods = query.period().split(query.width().duration()).iterator();
    for (SourceState state : ledger.sources()) {
      if (query.source() == null || query.source().equals(state.source().label())) {
        settledUntil.merge(
            state.source().provider(),
            state.settledUntil().orElse(Instant.MIN),
            (one, other) -> one.isBefore(other) ? one : other);
      }
    }
  }

  @Override
  public boolean hasNext() {
    return periods.hasNext();
  }

  /** In the order of the dimensions' values, so that the same spend gives the same file. */
  @Override
  public List<ExportRow> next() {
    ChargePeriod period = periods.next();
    SumQuery sums = SumQuery.total(period, ALL).where(query.where()).ofSource(query.source());
    return ledger.sums(sums).stream()
        .map(row -> new ExportRow(period, row, isSettled(row, period)))
        .sorted(BY_DIMENSIONS)
        .toList();
  }

  private boolean isSettled(SumRow row, ChargePeriod period) {
    Instant until = settledUntil.getOrDefault(row.key().get(Dimension.PROVIDER), Instant.MIN);
    return !until.isBefore(period.end());
  }
}

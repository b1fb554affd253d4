// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import static java.util.stream.Collectors.toMap;

import aispend.api.BookBodies.Month;
import aispend.api.BookBodies.MonthProvider;
import aispend.api.BookBodies.MonthRows;
import aispend.ledger.Books;
import aispend.ledger.Books.ProviderTotal;
import aispend.ledger.LedgerReader;
import aispend.ledger.MonthClose;
import aispend.ledger.SumRow;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Money;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** UTC months: open or closed, and what became known of closed ones since. Any thread may ask. */
final class Months {
  private static final IntegerParameter MONTHS =
      new IntegerParameter("months", 1, 36, 12, "UTC months, the running one included.");

  private final Spending spending;
  private final Books books;
  private final Clock clock;

  Months(LedgerReader ledger, Clock clock) {
    this.spending = new Spending(ledger);
    this.books = ledger.books();
    this.clock = clock;
  }

  Endpoint endpoint() {
    return new Endpoint(
        "/api/months",
        "UTC months, newest first: open or closed, by whom and with what, and corrections since.",
        new Parameters(List.of(MONTHS), List.of(), Set.of(), false),
        MonthRows.class,
        asked -> months(asked.number(MONTHS)));
  }

  private Answer<MonthRows> months(int count) {
    Instant now = clock.instant();
    YearMonth running = MonthClose.monthOf(now);
    Map<YearMonth, MonthClose> closed =
        books.closed().stream().collect(toMap(MonthClose::month, Function.identity()));
    List<Month> months = new ArrayList<>();
    long unpriced = 0;
    for (int back = 0; back < count; back++) {
      YearMonth month = running.minusMonths(back);
      List<SumRow> live = spending.by(Scope.ALL, MonthClose.periodOf(month), Dimension.PROVIDER);
      unpriced = Math.addExact(unpriced, Sums.unpricedTokens(live));
      MonthClose close = closed.get(month);
      months.add(close == null ? open(month, live, back == 0) : closed(close, live, now));
    }
    ChargePeriod period =
        new ChargePeriod(
            MonthClose.periodOf(running.minusMonths(count - 1L)).start(),
            MonthClose.periodOf(running).end());
    return spending.answer(now, Scope.ALL, period, unpriced, new MonthRows(months));
  }

  private static Month open(YearMonth month, List<SumRow> live, boolean running) {
    List<MonthProvider> providers = providers(live, List.of());
    return month(month, running ? "running" : "open", null, providers);
  }

  private Month closed(MonthClose close, List<SumRow> live, Instant now) {
    return month(close.month(), "closed", close, providers(live, books.totals(close, now)));
  }

  private static Month month(
      YearMonth month, String state, @Nullable MonthClose close, List<MonthProvider> providers) {
    Money liveCost = Money.ZERO_USD;
    Money closedCost = Money.ZERO_USD;
    Money corrections = Money.ZERO_USD;
    int rows = 0;
    for (MonthProvider provider : providers) {
      liveCost = liveCost.plus(provider.costUsd());
      closedCost = closedCost.plus(provider.closedUsd());
      corrections = corrections.plus(provider.correctionsUsd());
      rows += provider.corrections();
    }
    return new Month(
        month.toString(),
        state,
        liveCost,
        close == null ? null : closedCost,
        corrections,
        rows,
        close == null ? null : close.closedAt(),
        close == null ? null : close.closedBy(),
        close == null ? null : close.reason(),
        providers);
  }

  private static List<MonthProvider> providers(List<SumRow> live, List<ProviderTotal> booked) {
    Map<String, MonthProvider> providers = new TreeMap<>();
    for (ProviderTotal total : booked) {
      providers.put(
          total.provider(),
          new MonthProvider(
              total.provider(),
              Money.ZERO_USD,
              total.closed(),
              total.corrections(),
              total.corrected()));
    }
    for (SumRow row : live) {
      String name = row.key().get(Dimension.PROVIDER);
      providers.merge(
          name,
          new MonthProvider(name, row.cost(), Money.ZERO_USD, Money.ZERO_USD, 0),
          (one, other) ->
              new MonthProvider(
                  name, other.costUsd(), one.closedUsd(), one.correctionsUsd(), one.corrections()));
    }
    return List.copyOf(providers.values());
  }
}

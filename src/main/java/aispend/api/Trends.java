// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import aispend.api.InsightBodies.Trend;
import aispend.api.InsightBodies.TrendDay;
import aispend.api.InsightBodies.TrendLine;
import aispend.ledger.SumQuery;
import aispend.ledger.SumQuery.Granularity;
import aispend.ledger.SumRow;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a call and a thousand tokens cost day by day. Any thread may ask. */
final class Trends {
  private static final String ALL = "all";
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);
  private static final IntegerParameter LIMIT =
      new IntegerParameter("limit", 1, 100, 20, "Most lines.");
  private static final TextParameter DIMENSION =
      TextParameter.oneOf(
          "dimension",
          "One line for each value of it; without it one line for all spend.",
          Arrays.stream(Dimension.values()).map(Dimension::code).toList());

  private final Spending spending;
  private final Clock clock;

  Trends(Spending spending, Clock clock) {
    this.spending = spending;
    this.clock = clock;
  }

  Endpoint endpoint() {
    return new Endpoint(
        "/api/costs/trend",
        "Cost per request and per 1,000 tokens by UTC day.",
        Parameters.filtered(IntegerParameter.DAYS, LIMIT).with(DIMENSION),
        Trend.class,
        asked -> trend(asked, dimension(asked)));
  }

  private static @Nullable Dimension dimension(Question asked) throws ApiException {
    String code = asked.text(DIMENSION);
    if (code == null) {
      return null;
    }
    return Dimension.ofCode(code)
        .orElseThrow(
            () ->
                ApiException.badParameter(
                    "dimension", "is '" + Text.cut(code) + "', which is none", Api.dimensions()));
  }

  private Answer<Trend> trend(Question asked, @Nullable Dimension dimension) {
    Instant now = clock.instant();
    ChargePeriod period = Periods.days(now, asked.number(IntegerParameter.DAYS));
    List<SumRow> rows = rows(asked.scope(), period, dimension);
    Map<String, List<SumRow>> byValue = new TreeMap<>();
    for (SumRow row : rows) {
      String value = dimension == null ? ALL : row.key().get(dimension);
      byValue.computeIfAbsent(value, name -> new ArrayList<>()).add(row);
    }
    List<TrendLine> lines = new ArrayList<>();
    byValue.forEach((value, own) -> lines.add(line(value, period, own)));
    lines.sort(Comparator.comparing(TrendLine::costUsd).reversed());
    Trend body =
        new Trend(
            dimension == null ? null : dimension.code(),
            lines.size(),
            lines.subList(0, Math.min(lines.size(), asked.number(LIMIT))));
    return spending.answer(now, asked.scope(), period, Sums.unpricedTokens(rows), body);
  }

  private List<SumRow> rows(Scope scope, ChargePeriod period, @Nullable Dimension dimension) {
    SumQuery query = dimension == null ? SumQuery.total(period) : SumQuery.total(period, dimension);
    return spending.sums(scope.narrow(query.each(Granularity.DAY)));
  }

  private static TrendLine line(String value, ChargePeriod period, List<SumRow> rows) {
    Map<Instant, List<SumRow>> byDay = new TreeMap<>();
    for (ChargePeriod day : period.split(Duration.ofDays(1))) {
      byDay.put(day.start(), new ArrayList<>());
    }
    rows.forEach(
        row -> byDay.computeIfAbsent(Spending.bucketOf(row), day -> new ArrayList<>()).add(row));
    List<TrendDay> days = new ArrayList<>();
    byDay.forEach((start, own) -> days.add(day(start, own)));
    Bodies.Amounts all = Sums.amounts(rows);
    return new TrendLine(value, all.costUsd(), Sums.perRequest(all), per1k(rows), days);
  }

  private static TrendDay day(Instant start, List<SumRow> rows) {
    Bodies.Amounts amounts = Sums.amounts(rows);
    return new TrendDay(
        LocalDate.ofInstant(start, ZoneOffset.UTC),
        amounts.costUsd(),
        amounts.requests(),
        amounts.totalTokens(),
        Sums.perRequest(amounts),
        per1k(rows));
  }

  /** Tokens without a price are in no cost, so they do not count here. */
  private static @Nullable Money per1k(List<SumRow> rows) {
    Bodies.Amounts amounts = Sums.amounts(rows);
    long priced = amounts.totalTokens() - Sums.unpricedTokens(rows);
    if (priced <= 0) {
      return null;
    }
    BigDecimal quotient =
        amounts
            .costUsd()
            .units()
            .multiply(THOUSAND)
            .divide(BigDecimal.valueOf(priced), 9, RoundingMode.HALF_EVEN);
    return Money.of(quotient, amounts.costUsd().currency());
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import aispend.api.Bodies.Amounts;
import aispend.api.Bodies.By;
import aispend.api.Bodies.Daily;
import aispend.api.Bodies.Day;
import aispend.api.Bodies.Driver;
import aispend.api.Bodies.Group;
import aispend.api.Bodies.Hour;
import aispend.api.Bodies.Hourly;
import aispend.api.Bodies.Slice;
import aispend.api.Bodies.Summary;
import aispend.api.Bodies.Today;
import aispend.api.Bodies.Top;
import aispend.ledger.SumQuery.Granularity;
import aispend.ledger.SumRow;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.Tokens;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Spend over time and by dimension. Any thread may ask. */
public final class Costs {
  private static final int TOP_USERS = 10;
  private static final int MOST_BUDGETS = 100;
  private static final String NO_USER = "anonymous";
  private static final Comparator<SumRow> LARGEST_FIRST =
      Comparator.comparing(SumRow::cost).reversed();

  private final Spending spending;
  private final BudgetList budgets;
  private final Clock clock;

  Costs(Spending spending, BudgetList budgets, Clock clock) {
    this.spending = spending;
    this.budgets = budgets;
    this.clock = clock;
  }

  /**
   * The last hours at a glance.
   *
   * @param hours how many, the running one included
   */
  public Answer<Summary> summary(Scope scope, int hours) {
    Instant now = clock.instant();
    ChargePeriod period = Periods.hours(now, hours);
    List<SumRow> byHour = spending.each(scope, period, Granularity.HOUR);
    Amounts total = Sums.amounts(byHour);
    List<Slice> users =
        slices(scope, period, Dimension.USER, total).stream()
            .map(slice -> slice.value().isEmpty() ? named(slice, NO_USER) : slice)
            .limit(TOP_USERS)
            .toList();
    Summary body =
        new Summary(
            hours,
            total,
            slices(scope, period, Dimension.MODEL, total),
            slices(scope, period, Dimension.AGENT, total),
            hours(period, byHour),
            users);
    return spending.answer(now, scope, period, Sums.unpricedTokens(byHour), body);
  }

  /**
   * The last hours, one row each.
   *
   * @param hours how many, the running one included
   */
  public Answer<Hourly> hourly(Scope scope, int hours) {
    Instant now = clock.instant();
    ChargePeriod period = Periods.hours(now, hours);
    List<SumRow> rows = spending.each(scope, period, Granularity.HOUR);
    Hourly body = new Hourly(Sums.amounts(rows), hours(period, rows));
    return spending.answer(now, scope, period, Sums.unpricedTokens(rows), body);
  }

  /**
   * The last UTC days, one row each.
   *
   * @param days how many, the running one included
   */
  public Answer<Daily> daily(Scope scope, int days) {
    Instant now = clock.instant();
    ChargePeriod period = Periods.days(now, days);
    List<SumRow> rows = spending.each(scope, period, Granularity.DAY);
    Daily body = new Daily(Sums.amounts(rows), days(period, rows));
    return spending.answer(now, scope, period, Sums.unpricedTokens(rows), body);
  }

  /** The running UTC day. */
  public Answer<Today> today(Scope scope) {
    Instant now = clock.instant();
    ChargePeriod period = Periods.days(now, 1);
    List<SumRow> rows = spending.by(scope, period);
    Amounts total = Sums.amounts(rows);
    Today body =
        new Today(
            LocalDate.ofInstant(now, ZoneOffset.UTC),
            total,
            slices(scope, period, Dimension.PROVIDER, total),
            slices(scope, period, Dimension.MODEL, total),
            budgets.ofDay(MOST_BUDGETS));
    return spending.answer(now, scope, period, Sums.unpricedTokens(rows), body);
  }

  /**
   * The last UTC days by one dimension.
   *
   * @param days how many, the running one included
   * @param limit most rows; the others are added up
   */
  public Answer<By> by(Scope scope, Dimension dimension, int days, int limit) {
    return by(scope, dimension, Periods.days(clock.instant(), days), limit);
  }

  /** The running UTC month by one dimension. */
  public Answer<By> monthBy(Scope scope, Dimension dimension, int limit) {
    return by(scope, dimension, Periods.monthToDate(clock.instant()), limit);
  }

  /**
   * What drives the spend of the last UTC days, over all dimensions.
   *
   * @param days how many, the running one included
   * @param most how many drivers
   */
  public Answer<Top> top(Scope scope, int days, int most) {
    Instant now = clock.instant();
    ChargePeriod period = Periods.days(now, days);
    List<SumRow> rows = spending.by(scope, period);
    Amounts total = Sums.amounts(rows);
    List<Driver> drivers = new ArrayList<>();
    for (Dimension dimension : Dimension.values()) {
      drivers.addAll(drivers(scope, dimension, period, now, total));
    }
    List<Driver> largest =
        drivers.stream()
            .sorted(Comparator.comparing(Driver::costUsd).reversed())
            .limit(most)
            .toList();
    return spending.answer(now, scope, period, Sums.unpricedTokens(rows), new Top(total, largest));
  }

  private Answer<By> by(Scope scope, Dimension dimension, ChargePeriod period, int limit) {
    Instant now = clock.instant();
    List<SumRow> rows = spending.by(scope, period, dimension);
    Map<String, Money> before = costs(scope, dimension, Periods.before(period, now));
    Amounts total = Sums.amounts(rows);
    List<SumRow> sorted = rows.stream().sorted(largestFirst(dimension)).toList();
    int shown = Math.min(limit, sorted.size());
    List<Group> groups =
        sorted.subList(0, shown).stream().map(row -> group(row, dimension, total, before)).toList();
    Amounts rest = Sums.amounts(sorted.subList(shown, sorted.size()));
    By body = new By(dimension.code(), total, sorted.size(), groups, rest);
    return spending.answer(now, scope, period, Sums.unpricedTokens(rows), body);
  }

  private static Group group(
      SumRow row, Dimension dimension, Amounts total, Map<String, Money> before) {
    String value = row.key().get(dimension);
    Amounts amounts = Sums.amounts(row);
    Money previous = before.getOrDefault(value, Sums.zeroOf(row.cost()));
    return new Group(
        value,
        amounts,
        row.unpricedTokens(),
        Sums.perRequest(amounts),
        Sums.share(amounts.costUsd(), total.costUsd()),
        previous,
        Sums.change(amounts.costUsd(), previous));
  }

  private List<Driver> drivers(
      Scope scope, Dimension dimension, ChargePeriod period, Instant now, Amounts total) {
    List<SumRow> rows =
        spending.by(scope, period, dimension).stream()
            .filter(row -> !row.key().get(dimension).isEmpty())
            .toList();
    if (rows.isEmpty()) {
      return List.of();
    }
    Map<String, Money> before = costs(scope, dimension, Periods.before(period, now));
    return rows.stream().map(row -> driver(row, dimension, total, before)).toList();
  }

  private static Driver driver(
      SumRow row, Dimension dimension, Amounts total, Map<String, Money> before) {
    String value = row.key().get(dimension);
    Money previous = before.getOrDefault(value, Sums.zeroOf(row.cost()));
    return new Driver(
        dimension.code(),
        value,
        row.cost(),
        Sums.share(row.cost(), total.costUsd()),
        previous,
        row.cost().minus(previous),
        Sums.change(row.cost(), previous));
  }

  private Map<String, Money> costs(Scope scope, Dimension dimension, ChargePeriod period) {
    Map<String, Money> costs = new HashMap<>();
    spending
        .by(scope, period, dimension)
        .forEach(row -> costs.merge(row.key().get(dimension), row.cost(), Money::plus));
    return costs;
  }

  private List<Slice> slices(Scope scope, ChargePeriod period, Dimension dimension, Amounts total) {
    return spending.by(scope, period, dimension).stream()
        .sorted(largestFirst(dimension))
        .map(row -> slice(row, dimension, total))
        .toList();
  }

  private static Slice slice(SumRow row, Dimension dimension, Amounts total) {
    Amounts amounts = Sums.amounts(row);
    return new Slice(
        row.key().get(dimension),
        amounts,
        row.unpricedTokens(),
        Sums.perRequest(amounts),
        Sums.share(amounts.costUsd(), total.costUsd()));
  }

  private static Slice named(Slice slice, String name) {
    return new Slice(
        name, slice.amounts(), slice.unpricedTokens(), slice.costPerRequestUsd(), slice.share());
  }

  private static Comparator<SumRow> largestFirst(Dimension dimension) {
    return LARGEST_FIRST.thenComparing(row -> row.key().get(dimension));
  }

  private static List<Hour> hours(ChargePeriod period, List<SumRow> rows) {
    return buckets(period, Duration.ofHours(1), rows).stream()
        .map(row -> new Hour(Spending.bucketOf(row), Sums.amounts(row)))
        .toList();
  }

  private static List<Day> days(ChargePeriod period, List<SumRow> rows) {
    return buckets(period, Duration.ofDays(1), rows).stream()
        .map(
            row ->
                new Day(
                    LocalDate.ofInstant(Spending.bucketOf(row), ZoneOffset.UTC), Sums.amounts(row)))
        .toList();
  }

  /** One row a bucket, oldest first; a bucket without spend has a row of zeros. */
  private static List<SumRow> buckets(ChargePeriod period, Duration width, List<SumRow> rows) {
    Map<Instant, SumRow> found = new HashMap<>();
    rows.forEach(row -> found.put(Spending.bucketOf(row), row));
    List<SumRow> all = new ArrayList<>();
    for (ChargePeriod bucket : period.split(width)) {
      SumRow empty = new SumRow(Dimensions.NONE, bucket.start(), Money.ZERO_USD, Tokens.NONE, 0, 0);
      all.add(found.getOrDefault(bucket.start(), empty));
    }
    return all;
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.ingest;

import aispend.model.BalanceLevel;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.ReportedBalance;
import aispend.model.ReportedBucket;
import aispend.model.ReportedCost;
import aispend.model.ReportedPeriod;
import aispend.model.ReportedUsage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was spent of a prepaid account, inferred from how its balance fell between readings. A fall
 * is spread evenly over the time between the two readings that found it, by UTC day. A rise is a
 * top-up and no spend; what was spent of the same part between the same two readings is hidden by
 * it.
 */
final class BalanceFalls {
  /** Says of each row that no vendor reported it. */
  static final String OPERATION = "inferred";

  private BalanceFalls() {}

  /**
   * The days on which a balance fell.
   *
   * @param levels of one provider by part, oldest first
   */
  static List<ReportedBucket> of(List<BalanceLevel> levels, ChargePeriod window) {
    Map<Instant, Map<Dimensions, Money>> days = new TreeMap<>();
    for (int i = 1; i < levels.size(); i++) {
      BalanceLevel before = levels.get(i - 1);
      BalanceLevel after = levels.get(i);
      if (after.follows(before) && fell(before, after)) {
        spread(before, after)
            .forEach(
                (day, spent) -> {
                  if (window.contains(day)) {
                    days.computeIfAbsent(day, none -> new LinkedHashMap<>())
                        .merge(dimensions(after.balance()), spent, Money::plus);
                  }
                });
      }
    }
    List<ReportedBucket> buckets = new ArrayList<>();
    days.forEach((day, spent) -> buckets.add(bucket(day, spent)));
    return List.copyOf(buckets);
  }

  private static boolean fell(BalanceLevel before, BalanceLevel after) {
    return after.balance().left().compareTo(before.balance().left()) < 0;
  }

  private static Money fall(BalanceLevel before, BalanceLevel after) {
    return before.balance().left().minus(after.balance().left());
  }

  /** A fall by day: each has its share of the time in whole nanos, the last one what is left. */
  private static Map<Instant, Money> spread(BalanceLevel before, BalanceLevel after) {
    ChargePeriod between = new ChargePeriod(before.until(), after.since());
    Money left = fall(before, after);
    BigDecimal seconds = seconds(between);
    BigDecimal nanos = BigDecimal.valueOf(left.nanos());
    Map<Instant, Money> spread = new TreeMap<>();
    ChargePeriod day = ChargePeriod.dayOf(between.start());
    while (day.end().isBefore(between.end())) {
      Instant from = spread.isEmpty() ? between.start() : day.start();
      BigDecimal share = nanos.multiply(seconds(new ChargePeriod(from, day.end())));
      Money part =
          new Money(left.currency(), share.divide(seconds, RoundingMode.FLOOR).longValueExact());
      spread.put(day.start(), part);
      left = left.minus(part);
      day = ChargePeriod.dayOf(day.end());
    }
    spread.put(day.start(), left);
    spread.values().removeIf(part -> part.nanos() == 0);
    return spread;
  }

  private static BigDecimal seconds(ChargePeriod period) {
    return BigDecimal.valueOf(period.duration().toSeconds());
  }

  private static Dimensions dimensions(ReportedBalance balance) {
    return Dimensions.of(Dimension.OPERATION, OPERATION)
        .with(Dimension.LINE_ITEM, balance.part())
        .with(Dimension.VARIANT, balance.left().currency());
  }

  private static ReportedBucket bucket(Instant day, Map<Dimensions, Money> spent) {
    List<ReportedUsage> rows = new ArrayList<>();
    spent.forEach(
        (dimensions, money) ->
            rows.add(
                new ReportedUsage(
                    dimensions,
                    null,
                    null,
                    Map.of(),
                    new ReportedCost(money.decimal(), ReportedCost.Unit.MAJOR, money.currency()))));
    return new ReportedBucket(
        "balance", ReportedPeriod.of(day, day.plus(Duration.ofDays(1))), rows);
  }
}

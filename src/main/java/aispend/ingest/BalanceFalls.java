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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was spent of a prepaid account, inferred from how its balance fell between readings. A fall
 * belongs to the UTC day of the middle between the two readings that found it. A rise is a top-up
 * and no spend; what was spent of the same part between the same two readings is hidden by it.
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
      Instant day = ChargePeriod.dayOf(middle(before.until(), after.since())).start();
      if (after.follows(before) && fell(before, after) && window.contains(day)) {
        days.computeIfAbsent(day, none -> new LinkedHashMap<>())
            .merge(dimensions(after.balance()), fall(before, after), Money::plus);
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

  private static Instant middle(Instant from, Instant to) {
    return from.plus(Duration.between(from, to).dividedBy(2));
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

// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import aispend.config.BudgetConfig;
import aispend.ledger.LedgerReader;
import aispend.ledger.SumQuery;
import aispend.ledger.SumRow;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Money;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What most of a budget was spent on. Values that make up all of it tell nothing and come last. It
 * is asked at scrapes, so only sums are read: a budget of one feature or user is split by provider
 * alone, as no sum knows features and models together, and one of several such conditions not at
 * all.
 */
final class BudgetDrivers {
  static final int MOST = 3;

  private static final List<Dimension> TELLING =
      List.of(
          Dimension.PROJECT,
          Dimension.MODEL,
          Dimension.FEATURE,
          Dimension.USER,
          Dimension.TEAM,
          Dimension.AGENT,
          Dimension.KEY);

  /** Known together, and with the provider. */
  private static final List<Dimension> CUBE = List.of(Dimension.PROJECT, Dimension.MODEL);

  private final LedgerReader ledger;

  BudgetDrivers(LedgerReader ledger) {
    this.ledger = ledger;
  }

  /** At most three, the largest first. */
  List<BudgetReport.Driver> of(BudgetConfig budget, ChargePeriod period, Money spent) {
    List<BudgetReport.Driver> drivers = new ArrayList<>();
    for (Dimension dimension : known(budget.where().keySet())) {
      if (!isOne(budget.where().get(dimension))) {
        SumQuery query = SumQuery.total(period, dimension).where(budget.where());
        for (SumRow row : ledger.sums(query)) {
          String value = row.key().get(dimension);
          if (!value.isEmpty() && row.cost().nanos() > 0) {
            drivers.add(new BudgetReport.Driver(dimension, value, row.cost()));
          }
        }
      }
    }
    return largest(drivers, spent);
  }

  /** At most three, the largest first; what makes up all that was spent last. */
  static List<BudgetReport.Driver> largest(List<BudgetReport.Driver> drivers, Money spent) {
    return drivers.stream()
        .sorted(
            Comparator.comparing((BudgetReport.Driver driver) -> isAll(driver, spent))
                .thenComparing(BudgetReport.Driver::cost, Comparator.reverseOrder())
                .thenComparing(BudgetReport.Driver::dimension)
                .thenComparing(BudgetReport.Driver::value))
        .limit(MOST)
        .toList();
  }

  /** The dimensions by which sums know what meets conditions on some others. */
  private static List<Dimension> known(Set<Dimension> conditions) {
    Set<Dimension> others = EnumSet.noneOf(Dimension.class);
    others.addAll(conditions);
    others.remove(Dimension.PROVIDER);
    if (others.isEmpty()) {
      return TELLING;
    }
    if (CUBE.containsAll(others)) {
      return CUBE;
    }
    return others.size() == 1 ? List.of(Dimension.PROVIDER, others.iterator().next()) : List.of();
  }

  private static boolean isOne(@Nullable String wanted) {
    return wanted != null && !wanted.contains("*");
  }

  private static boolean isAll(BudgetReport.Driver driver, Money spent) {
    return driver.cost().compareTo(spent) >= 0;
  }
}

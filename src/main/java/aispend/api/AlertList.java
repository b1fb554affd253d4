// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import aispend.api.InsightBodies.Alerts;
import aispend.api.InsightBodies.BudgetAlert;
import aispend.api.InsightBodies.BudgetDriver;
import aispend.api.InsightBodies.Quota;
import aispend.api.InsightBodies.Threshold;
import aispend.insight.BudgetReport;
import aispend.insight.BudgetState;
import aispend.model.Dimension;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Budgets in detail as answers show them, the most used up first. */
final class AlertList {
  private final BudgetList budgets;
  private final Function<List<BudgetState>, List<BudgetReport>> reports;

  AlertList(BudgetList budgets, Function<List<BudgetState>, List<BudgetReport>> reports) {
    this.budgets = budgets;
    this.reports = reports;
  }

  /**
   * A page of them; details are worked out of these alone.
   *
   * @param offset how many are left out before it
   * @param limit how many there are on it at most
   */
  Alerts page(int offset, int limit) {
    List<BudgetState> all = budgets.states();
    int from = Math.min(offset, all.size());
    int until = Math.min(from + limit, all.size());
    return new Alerts(
        all.size(),
        until < all.size() ? Long.valueOf(until) : null,
        reports.apply(all.subList(from, until)).stream().map(AlertList::shown).toList());
  }

  private static BudgetAlert shown(BudgetReport report) {
    Map<String, String> where = new TreeMap<>();
    report
        .where()
        .forEach((Dimension dimension, String value) -> where.put(dimension.code(), value));
    return new BudgetAlert(
        BudgetList.shown(report.state()),
        shown(report.state().quota()),
        report.action(),
        where,
        report.thresholds().stream().map(AlertList::shown).toList(),
        report.expected(),
        report.breachAt(),
        report.drivers().stream().map(driver -> shown(driver, report.state())).toList());
  }

  private static @Nullable Quota shown(BudgetState.@Nullable Quota quota) {
    return quota == null ? null : new Quota(quota.budget(), quota.by().code(), quota.value());
  }

  private static Threshold shown(BudgetReport.Threshold threshold) {
    return new Threshold(
        threshold.state().percent(),
        threshold.amount(),
        threshold.state().crossed(),
        threshold.reachedAt(),
        threshold.state().crossedAt());
  }

  private static BudgetDriver shown(BudgetReport.Driver driver, BudgetState state) {
    return new BudgetDriver(
        driver.dimension().code(),
        driver.value(),
        driver.cost(),
        Sums.share(driver.cost(), state.spent()));
  }
}

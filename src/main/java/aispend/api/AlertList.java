// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import aispend.api.InsightBodies.BudgetAlert;
import aispend.api.InsightBodies.BudgetDriver;
import aispend.api.InsightBodies.Threshold;
import aispend.insight.BudgetReport;
import aispend.insight.BudgetState;
import aispend.model.Dimension;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Budgets in detail as answers show them, the most used up first. */
final class AlertList {
  private final Supplier<List<BudgetReport>> reports;

  AlertList(Supplier<List<BudgetReport>> reports) {
    this.reports = reports;
  }

  List<BudgetAlert> all() {
    return reports.get().stream()
        .sorted(
            Comparator.comparing((BudgetReport report) -> report.state().ratio())
                .reversed()
                .thenComparing(report -> report.state().scope())
                .thenComparing(report -> report.state().name()))
        .map(AlertList::shown)
        .toList();
  }

  private static BudgetAlert shown(BudgetReport report) {
    Map<String, String> where = new TreeMap<>();
    report
        .where()
        .forEach((Dimension dimension, String value) -> where.put(dimension.code(), value));
    return new BudgetAlert(
        BudgetList.shown(report.state()),
        report.action(),
        where,
        report.thresholds().stream().map(AlertList::shown).toList(),
        report.expected(),
        report.breachAt(),
        report.drivers().stream().map(driver -> shown(driver, report.state())).toList());
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

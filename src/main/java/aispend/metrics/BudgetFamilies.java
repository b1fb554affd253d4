// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import aispend.insight.BudgetState;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Supplier;

/**
 * Budgets, how far they are used up in their running period, and their thresholds. Thread-safe if
 * its supplier is.
 */
final class BudgetFamilies implements FamilySource {
  private final Supplier<List<BudgetState>> budgets;

  BudgetFamilies(Supplier<List<BudgetState>> budgets) {
    this.budgets = budgets;
  }

  @Override
  public String section() {
    return "budgets";
  }

  @Override
  public List<Family> families() {
    Family.Builder limit = Family.of(Definitions.BUDGET);
    Family.Builder used = Family.of(Definitions.BUDGET_USED);
    Family.Builder ratio = Family.of(Definitions.BUDGET_RATIO);
    Family.Builder threshold = Family.of(Definitions.BUDGET_THRESHOLD);
    Family.Builder crossed = Family.of(Definitions.BUDGET_CROSSED);
    Family.Builder end = Family.of(Definitions.BUDGET_CYCLE_END);
    for (BudgetState state : budgets.get()) {
      String scope = state.scope();
      String name = state.name();
      String period = state.period();
      limit.add(state.limit().units(), scope, name, period, state.owner());
      used.add(state.spent().units(), scope, name, period, state.cycle(), state.owner());
      ratio.add(state.ratio(), scope, name, period, state.cycle(), state.owner());
      end.add(state.cycleEnd().getEpochSecond(), scope, name, period);
      for (BudgetState.Threshold each : state.thresholds()) {
        String percent = Integer.toString(each.percent());
        threshold.add(BigDecimal.valueOf(each.percent(), 2), scope, name, period, percent);
        crossed.add(
            each.crossed() ? 1 : 0, scope, name, period, state.cycle(), state.owner(), percent);
      }
    }
    return List.of(
        limit.build(),
        used.build(),
        ratio.build(),
        end.build(),
        threshold.build(),
        crossed.build());
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import aispend.api.Bodies.Budget;
import aispend.insight.BudgetState;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/** The budgets as answers show them, the most used up first. */
final class BudgetList {
  private final Supplier<List<BudgetState>> states;

  BudgetList(Supplier<List<BudgetState>> states) {
    this.states = states;
  }

  List<Budget> all() {
    return states.get().stream()
        .sorted(
            Comparator.comparing(BudgetState::ratio)
                .reversed()
                .thenComparing(BudgetState::scope)
                .thenComparing(BudgetState::name))
        .map(BudgetList::shown)
        .toList();
  }

  List<Budget> ofPeriod(String period) {
    return all().stream().filter(budget -> budget.period().equals(period)).toList();
  }

  static Budget shown(BudgetState state) {
    return new Budget(
        state.name(),
        state.scope(),
        state.period(),
        state.cycle(),
        state.owner(),
        state.limit(),
        state.spent(),
        state.limit().minus(state.spent()),
        state.ratio(),
        state.cycleEnd());
  }
}

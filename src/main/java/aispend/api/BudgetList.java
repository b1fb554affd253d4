// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import aispend.api.Bodies.Budget;
import aispend.insight.BudgetState;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/** The budgets as answers show them, the most used up first. */
final class BudgetList {
  private static final String DAY = "day";

  private final Supplier<List<BudgetState>> states;

  BudgetList(Supplier<List<BudgetState>> states) {
    this.states = states;
  }

  /** All of them: a thousand users are a thousand budgets. */
  List<BudgetState> states() {
    return states.get().stream()
        .sorted(
            Comparator.comparing(BudgetState::ratio)
                .reversed()
                .thenComparing(BudgetState::scope)
                .thenComparing(BudgetState::name))
        .toList();
  }

  /** Those of a day, so many at most. */
  List<Budget> ofDay(int most) {
    return states().stream()
        .filter(state -> state.period().equals(DAY))
        .limit(most)
        .map(BudgetList::shown)
        .toList();
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

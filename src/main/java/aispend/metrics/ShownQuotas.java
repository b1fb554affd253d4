// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import aispend.insight.BudgetState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Which budgets are shown by name: all but quotas, and of these the fullest that there is room for.
 * Nothing stands for the others, as their sum has no limit of its own. Who is shown stays so for
 * the period unless others cross more thresholds. Thread-safe if its supplier is.
 */
final class ShownQuotas {
  /**
   * Series of a quota beside two for each threshold: limit, used, ratio, end, three drivers, four
   * burn rates, three bounds of its forecast.
   */
  private static final int SERIES = 14;

  private final Supplier<List<BudgetState>> budgets;
  private final int mostSeries;
  private Set<Place> places = Set.of();

  private record Place(BudgetState.Quota quota, String cycle) {}

  ShownQuotas(Supplier<List<BudgetState>> budgets, int mostSeries) {
    this.budgets = budgets;
    this.mostSeries = mostSeries;
  }

  /** All budgets as they are now, shown or not. */
  List<BudgetState> all() {
    return budgets.get();
  }

  /** Those of some budgets that are shown, budgets of all that they cover first. */
  synchronized List<BudgetState> shown(List<BudgetState> states) {
    List<BudgetState> shown = new ArrayList<>();
    List<BudgetState> quotas = new ArrayList<>();
    states.forEach(state -> (state.quota() == null ? shown : quotas).add(state));
    quotas.sort(
        Comparator.comparingLong(BudgetState::crossed)
            .reversed()
            .thenComparing(state -> !places.contains(place(state)))
            .thenComparing(BudgetState::ratio, Comparator.reverseOrder())
            .thenComparing(BudgetState::name));
    Set<Place> taken = new HashSet<>();
    int left = mostSeries;
    for (BudgetState quota : quotas) {
      left -= SERIES + 2 * quota.thresholds().size();
      if (left < 0) {
        break;
      }
      taken.add(place(quota));
      shown.add(quota);
    }
    places = taken;
    return shown;
  }

  private static Place place(BudgetState state) {
    BudgetState.Quota quota = state.quota();
    if (quota == null) {
      throw new IllegalArgumentException(state.name() + " is no quota");
    }
    return new Place(quota, state.cycle());
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import aispend.insight.BudgetState;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Budgets, how far they are used up in their running period, and their thresholds; how many quotas
 * there are, shown or not. Thread-safe if its supplier is.
 */
final class BudgetFamilies implements FamilySource {
  private final ShownQuotas budgets;

  BudgetFamilies(ShownQuotas budgets) {
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
    List<BudgetState> all = budgets.all();
    for (BudgetState state : budgets.shown(all)) {
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
    List<Family> families = new ArrayList<>();
    for (Family.Builder each : List.of(limit, used, ratio, end, threshold, crossed)) {
      families.add(each.build());
    }
    families.addAll(counts(all));
    return families;
  }

  private record Count(String scope, String budget, String period, String cycle) {
    static Count of(BudgetState state) {
      return new Count(state.scope(), state.budget(), state.period(), state.cycle());
    }
  }

  private static List<Family> counts(List<BudgetState> all) {
    Map<Count, Integer> quotas = new LinkedHashMap<>();
    Map<Count, Map<Integer, Integer>> crossed = new LinkedHashMap<>();
    for (BudgetState state : all) {
      if (state.quota() != null) {
        Count count = Count.of(state);
        quotas.merge(count, 1, Integer::sum);
        Map<Integer, Integer> of = crossed.computeIfAbsent(count, none -> new TreeMap<>());
        state
            .thresholds()
            .forEach(each -> of.merge(each.percent(), each.crossed() ? 1 : 0, Integer::sum));
      }
    }
    Family.Builder number = Family.of(Definitions.QUOTAS);
    quotas.forEach(
        (of, count) -> number.add(count, of.scope(), of.budget(), of.period(), of.cycle()));
    Family.Builder over = Family.of(Definitions.QUOTAS_CROSSED);
    crossed.forEach(
        (of, counts) ->
            counts.forEach(
                (percent, count) ->
                    over.add(
                        count,
                        of.scope(),
                        of.budget(),
                        of.period(),
                        of.cycle(),
                        Integer.toString(percent))));
    return List.of(number.build(), over.build());
  }
}

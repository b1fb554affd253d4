// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import aispend.config.BudgetConfig;
import aispend.ledger.CostQuery;
import aispend.ledger.CostRow;
import aispend.ledger.LedgerReader;
import aispend.ledger.SumQuery.Granularity;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The quotas among budgets, and those of their values that something is asked about. */
final class Quotas {
  private Quotas() {}

  /** Whose values have a quota. */
  static Dimension dimension(BudgetConfig quota) {
    @Nullable Dimension per = quota.per();
    if (per == null) {
      throw new IllegalArgumentException(quota.name() + " is one budget and no quota");
    }
    return per;
  }

  /** The values that states tell of, by their budget in the order of the configuration. */
  static Map<BudgetConfig, Set<String>> values(
      List<BudgetConfig> budgets, List<BudgetState> states) {
    Map<String, Set<String>> byName = new HashMap<>();
    for (BudgetState state : states) {
      BudgetState.Quota quota = state.quota();
      if (quota != null) {
        byName.computeIfAbsent(quota.budget(), none -> new TreeSet<>()).add(quota.value());
      }
    }
    Map<BudgetConfig, Set<String>> values = new LinkedHashMap<>();
    for (BudgetConfig budget : budgets) {
      Set<String> of = byName.get(budget.name());
      if (budget.per() != null && of != null) {
        values.put(budget, of);
      }
    }
    return values;
  }

  /** What some values of a quota cost in each hour or day, by value; one question for all. */
  static Map<String, List<CostRow>> costs(
      LedgerReader ledger,
      BudgetConfig quota,
      ChargePeriod period,
      Granularity granularity,
      Set<String> values) {
    CostQuery query = new CostQuery(period, dimension(quota), quota.where(), granularity);
    Map<String, List<CostRow>> byValue = new HashMap<>();
    for (CostRow row : ledger.costs(query.of(values))) {
      byValue.computeIfAbsent(row.value(), none -> new ArrayList<>()).add(row);
    }
    return byValue;
  }
}

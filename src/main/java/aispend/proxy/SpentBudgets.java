// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import aispend.config.BudgetConfig;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The budgets that are spent, found by a call's dimensions: of thousands of quotas only the
 * caller's is looked at. Immutable, for any thread.
 */
final class SpentBudgets {
  static final SpentBudgets NONE = new SpentBudgets(List.of());

  /** By the budget's name. */
  private final Map<String, Spent> budgets = new LinkedHashMap<>();

  /**
   * What is spent of one budget.
   *
   * @param byValue by the value whose quota it is; the empty text is a budget of all
   */
  private record Spent(BudgetConfig budget, Map<String, BlockingBudget> byValue) {
    Spent(BlockingBudget first) {
      this(first.budget(), new HashMap<>());
    }
  }

  SpentBudgets(List<BlockingBudget> all) {
    for (BlockingBudget each : all) {
      if (each.isSpent()) {
        String value = each.value() == null ? "" : each.value();
        budgets
            .computeIfAbsent(each.budget().name(), none -> new Spent(each))
            .byValue()
            .put(value, each);
      }
    }
  }

  /** The first budget that stops such a call at an instant. */
  Optional<BlockingBudget> stopping(Dimensions call, Instant now) {
    for (Spent spent : budgets.values()) {
      BlockingBudget of = spent.byValue().get(valueOf(spent.budget(), call));
      if (of != null && now.isBefore(of.resets()) && spent.budget().covers(call)) {
        return Optional.of(of);
      }
    }
    return Optional.empty();
  }

  private static String valueOf(BudgetConfig budget, Dimensions call) {
    @Nullable Dimension per = budget.per();
    return per == null ? "" : call.get(per);
  }
}

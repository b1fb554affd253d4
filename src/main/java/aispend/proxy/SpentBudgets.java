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
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The budgets that are spent, found by a call's dimensions: of thousands of quotas only the
 * caller's is looked at. A call asks by one name of a model, a project, and the ledger may have
 * spend under another; both are tried. For any thread.
 */
final class SpentBudgets {
  static final SpentBudgets NONE = new SpentBudgets(List.of(), ValueNames.AS_TOLD);

  private final ValueNames names;

  /** By the budget's name. */
  private final Map<String, Spent> budgets = new LinkedHashMap<>();

  /**
   * What is spent of one budget.
   *
   * @param byValue by the value whose quota it is; the empty text is a budget of all
   * @param byName by provider and the one name of such a value, as far as was asked
   */
  private record Spent(
      BudgetConfig budget,
      Map<String, BlockingBudget> byValue,
      Map<String, Map<String, BlockingBudget>> byName) {
    Spent(BlockingBudget first) {
      this(first.budget(), new LinkedHashMap<>(), new ConcurrentHashMap<>());
    }
  }

  SpentBudgets(List<BlockingBudget> all, ValueNames names) {
    this.names = names;
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
      BlockingBudget of = of(spent, call);
      if (of != null && now.isBefore(of.resets()) && covers(spent.budget(), call)) {
        return Optional.of(of);
      }
    }
    return Optional.empty();
  }

  private @Nullable BlockingBudget of(Spent spent, Dimensions call) {
    Dimension per = spent.budget().per();
    String value = per == null ? "" : call.get(per);
    BlockingBudget told = spent.byValue().get(value);
    if (told != null || per == null || value.isEmpty()) {
      return told;
    }
    String provider = call.get(Dimension.PROVIDER);
    return spent
        .byName()
        .computeIfAbsent(provider, of -> byName(spent, of, per))
        .get(names.of(provider, per, value));
  }

  /** Of several names of one value the first counts. */
  private Map<String, BlockingBudget> byName(Spent spent, String provider, Dimension per) {
    Map<String, BlockingBudget> byName = new HashMap<>();
    spent
        .byValue()
        .forEach((value, budget) -> byName.putIfAbsent(names.of(provider, per, value), budget));
    return byName;
  }

  private boolean covers(BudgetConfig budget, Dimensions call) {
    return budget.covers(call) || budget.covers(renamed(budget, call));
  }

  /** The call with the names by which a budget calls the same values. */
  private Dimensions renamed(BudgetConfig budget, Dimensions call) {
    String provider = call.get(Dimension.PROVIDER);
    Dimensions renamed = call;
    for (Map.Entry<Dimension, String> wanted : budget.where().entrySet()) {
      Dimension dimension = wanted.getKey();
      String value = call.get(dimension);
      if (!value.isEmpty() && !value.equals(wanted.getValue())) {
        String name = names.of(provider, dimension, value);
        boolean same = name.equals(names.of(provider, dimension, wanted.getValue()));
        renamed = renamed.with(dimension, same ? wanted.getValue() : name);
      }
    }
    return renamed;
  }
}

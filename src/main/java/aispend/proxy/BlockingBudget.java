// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import static java.util.Objects.requireNonNull;

import aispend.config.BudgetConfig;
import aispend.model.Dimension;
import aispend.model.Money;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A budget that stops calls once it is spent, or one value's quota, as it stood when it was read.
 *
 * @param value whose quota it is; null for a budget of all that it covers
 * @param spent in its running period
 * @param resets first instant of its next period
 */
public record BlockingBudget(
    BudgetConfig budget, @Nullable String value, Money spent, Instant resets) {
  /** Reads the budgets that stop calls; called by a thread of the proxy's own. */
  @FunctionalInterface
  public interface Reading {
    /** All of them; throws when they cannot be read, which stops no call. */
    List<BlockingBudget> read();

    /** How values are named now; called as {@link #read} is. */
    default ValueNames names() {
      return ValueNames.AS_TOLD;
    }
  }

  public BlockingBudget {
    requireNonNull(budget, "budget");
    requireNonNull(spent, "spent");
    requireNonNull(resets, "resets");
  }

  /** A budget of all that it covers. */
  public BlockingBudget(BudgetConfig budget, Money spent, Instant resets) {
    this(budget, null, spent, resets);
  }

  /** As alerts name it. */
  String name() {
    return value == null ? budget.name() : budget.nameOf(value);
  }

  Money limit() {
    return value == null ? budget.limit() : budget.limitOf(value);
  }

  /** What it covers. */
  Map<Dimension, String> where() {
    return value == null ? budget.where() : budget.whereOf(value);
  }

  boolean isSpent() {
    return spent.compareTo(limit()) >= 0;
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import static java.util.Objects.requireNonNull;

import aispend.config.BudgetConfig;
import aispend.model.Dimensions;
import aispend.model.Money;
import java.time.Instant;
import java.util.List;

/**
 * A budget that stops calls once it is spent, as it stood when it was read.
 *
 * @param spent in its running period
 * @param resets first instant of its next period
 */
public record BlockingBudget(BudgetConfig budget, Money spent, Instant resets) {
  /** Reads the budgets that stop calls; called by a thread of the proxy's own. */
  @FunctionalInterface
  public interface Reading {
    /** All of them; throws when they cannot be read, which stops no call. */
    List<BlockingBudget> read();
  }

  public BlockingBudget {
    requireNonNull(budget, "budget");
    requireNonNull(spent, "spent");
    requireNonNull(resets, "resets");
  }

  boolean stops(Dimensions call, Instant now) {
    return spent.compareTo(budget.limit()) >= 0 && now.isBefore(resets) && budget.covers(call);
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.insight.Budgets;
import aispend.ledger.LedgerException;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the budgets every half minute, so that a threshold that was crossed is kept whether or
 * not anybody asks. Started and closed once.
 */
final class BudgetWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(BudgetWatch.class);
  private static final long SECONDS = 30;

  private final Budgets budgets;
  private final Clock clock;
  private final ScheduledExecutorService ticks =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "budget-watch");
            thread.setDaemon(true);
            return thread;
          });
  private volatile boolean failing;

  BudgetWatch(Budgets budgets, Clock clock) {
    this.budgets = budgets;
    this.clock = clock;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a tick throws nothing
  void start() {
    ticks.scheduleWithFixedDelay(this::tick, SECONDS, SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    ticks.shutdown();
    try {
      ticks.awaitTermination(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tick() {
    try {
      budgets.states(clock.instant());
      failing = false;
    } catch (LedgerException e) {
      if (!failing) {
        log.warn("The budgets cannot be looked at. cause={}", e.getMessage());
      }
      failing = true;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import aispend.model.Dimensions;
import aispend.telemetry.ProxyTelemetry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which calls a spent budget stops. Budgets are read at most once a second, by another thread
 * than the call's. Ones that cannot be read in time stop nothing, but what was seen spent stays
 * spent until it resets. Any thread may ask.
 */
final class BudgetGate {
  private static final Logger log = LoggerFactory.getLogger(BudgetGate.class);
  private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

  /** How long a call waits for a reading; then it goes by the last one. */
  private static final long PATIENCE_MILLIS = 250;

  private final BlockingBudget.Reading reading;
  private final Executor threads;
  private final Clock clock;
  private final ProxyTelemetry telemetry;
  private volatile SpentBudgets known = SpentBudgets.NONE;
  private volatile boolean failing;
  private CompletableFuture<Void> running = CompletableFuture.completedFuture(null);
  private long begun = System.nanoTime() - FRESH_NANOS;

  BudgetGate(
      BlockingBudget.Reading reading, Executor threads, Clock clock, ProxyTelemetry telemetry) {
    this.reading = reading;
    this.threads = threads;
    this.clock = clock;
    this.telemetry = telemetry;
  }

  /** The first budget that stops such a call now. */
  Optional<BlockingBudget> stopping(Dimensions call) {
    if (!await(fresh())) {
      telemetry.budgetsUnknown();
    }
    return known.stopping(call, clock.instant());
  }

  /** The reading that is fresh or under way. */
  private synchronized CompletableFuture<Void> fresh() {
    if (running.isDone() && System.nanoTime() - begun >= FRESH_NANOS) {
      begun = System.nanoTime();
      running = CompletableFuture.runAsync(() -> known = read(), threads);
    }
    return running;
  }

  /** Names are many, and wanted only where something is spent. */
  private SpentBudgets read() {
    List<BlockingBudget> all = reading.read();
    boolean spent = all.stream().anyMatch(BlockingBudget::isSpent);
    return new SpentBudgets(all, spent ? reading.names() : ValueNames.AS_TOLD);
  }

  private boolean await(CompletableFuture<Void> read) {
    try {
      read.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      failing = false;
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      say("it takes too long");
    } catch (ExecutionException e) {
      say(String.valueOf(e.getCause()));
    }
    return false;
  }

  private void say(String cause) {
    if (!failing) {
      log.warn("Budgets cannot be read; calls go by what was known before. cause={}", cause);
    }
    failing = true;
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.config.LedgerConfig;
import aispend.ledger.LedgerException;
import aispend.ledger.RetentionBounds;
import aispend.ledger.SqlLedger;
import aispend.telemetry.Telemetry;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops what the ledger need not keep, once an hour, in pieces with a pause behind each, so that
 * intake is never held up for more than one of them. Started and closed once.
 */
final class Keeping implements LedWork.Shift {
  private static final Logger log = LoggerFactory.getLogger(Keeping.class);
  private static final long FIRST_SECONDS = 60;
  private static final long HOUR_SECONDS = 3_600;
  private static final long PAUSE_MILLIS = 20;
  private static final long FAREWELL_SECONDS = 10;

  private final SqlLedger ledger;
  private final LedgerConfig config;
  private final Telemetry telemetry;
  private final Clock clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "ledger-keeping");
            made.setDaemon(true);
            return made;
          });
  private boolean failing;

  Keeping(SqlLedger ledger, LedgerConfig config, Telemetry telemetry, Clock clock) {
    this.ledger = ledger;
    this.config = config;
    this.telemetry = telemetry;
    this.clock = clock;
  }

  /** Begins a minute from now, when the first polls are through. */
  @Override
  public void start() {
    in(FIRST_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      thread.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a piece throws nothing
  private void in(long delay, TimeUnit unit) {
    if (!thread.isShutdown()) {
      thread.schedule(this::piece, delay, unit);
    }
  }

  private void piece() {
    try {
      if (drop()) {
        in(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      } else {
        telemetry.retained(clock.instant());
        in(HOUR_SECONDS, TimeUnit.SECONDS);
      }
      failing = false;
    } catch (LedgerException e) {
      if (!failing) {
        log.warn("Old rows are not dropped from the ledger. cause={}", e.getMessage());
      }
      failing = true;
      in(HOUR_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Drops one piece; whether there may be more. */
  boolean drop() {
    Instant now = clock.instant();
    Map<String, Integer> dropped =
        ledger.retain(
            new RetentionBounds(
                now.minus(config.rawRetention()), now.minus(config.hourlyRetention())));
    dropped.forEach(telemetry::dropped);
    return !dropped.isEmpty();
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.ledger.LedgerException;
import aispend.ledger.SqlLedger;
import aispend.telemetry.Telemetry;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workload in force. Any thread may ask for it; who changes it holds the daemon's lock. One
 * that cannot be started after a change is told by the log and a metric, and is to be changed for a
 * like one until it can.
 */
final class InForce {
  private static final Logger log = LoggerFactory.getLogger(InForce.class);

  private final SqlLedger ledger;
  private final DaemonMark mark;
  private final Telemetry telemetry;
  private final Clock clock;
  private volatile Workload workload;

  /** Whether the workload was begun and did not start; of who holds the lock. */
  private boolean failed;

  InForce(Workload first, SqlLedger ledger, DaemonMark mark, Telemetry telemetry, Clock clock) {
    this.workload = first;
    this.ledger = ledger;
    this.mark = mark;
    this.telemetry = telemetry;
    this.clock = clock;
  }

  Workload now() {
    return workload;
  }

  /** Whether it is to be changed for a like one, as it could not be started. */
  boolean failed() {
    return failed;
  }

  /** Starts the first one; whoever starts the daemon is told when that fails. */
  void begin() {
    notePrices();
    workload.start();
  }

  /**
   * Puts another one in the place of the one in force, which is closed.
   *
   * @return why the other one could not be started; empty when it was
   */
  Optional<String> change(Workload next) {
    workload.close();
    workload = next;
    try {
      begin();
      if (failed) {
        log.info("What the configuration asks for is started after all.");
      }
      failed = false;
      return Optional.empty();
    } catch (RuntimeException e) {
      if (!failed) {
        log.error(
            "What the configuration asks for could not be started: nothing is polled until it is."
                + " It is tried again every {} s.",
            Heartbeat.SECONDS,
            e);
      }
      failed = true;
      telemetry.workloadUp(false);
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Commands that write prices ask which ones the daemon writes. */
  private void notePrices() {
    String version = PriceBooks.version(workload.prices(), workload.config().currency());
    try {
      mark.prices(version);
      ledger.repricings().inForce(version, clock.instant());
    } catch (UncheckedIOException | LedgerException e) {
      // Only pricing again needs them; polling does not wait for a disk that is full just now.
      log.warn("Which prices are in force is not noted. cause={}", e.getMessage());
    }
  }
}

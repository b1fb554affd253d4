// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.history.History;
import aispend.meter.Metering;

/**
 * What follows from one configuration and is done by one of the daemons on a ledger: sends history
 * and meters, says what is polled, looks at budgets and closed months, and moves the watermark of
 * events.
 *
 * @param saying begins to poll, or says what is to be polled
 * @param listens whether anything is sent to the daemon
 */
record LedTurn(
    History history,
    Runnable saying,
    Heartbeat listening,
    boolean listens,
    Heartbeat budgetWatch,
    Heartbeat monthKeeping,
    Metering metering)
    implements LedWork.Shift {

  /**
   * Begins to send before it begins to poll, so that all that is read is sent. That it listens is
   * said each half minute, as an application that is quiet has sent all it had: events are complete
   * up to now, not up to the last one. Budgets are looked at whether or not anybody asks, so that a
   * threshold that was crossed is kept.
   */
  @Override
  public void start() {
    history.start();
    if (listens) {
      listening.start(0);
    }
    saying.run();
    budgetWatch.start(Heartbeat.SECONDS);
    monthKeeping.start(Heartbeat.SECONDS);
    metering.start();
  }

  @Override
  public void close() {
    budgetWatch.close();
    monthKeeping.close();
    metering.close();
    listening.close();
    history.close();
  }
}

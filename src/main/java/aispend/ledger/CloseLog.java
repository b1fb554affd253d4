// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Tenant;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Optional;

/**
 * Closes months, and writes down what changes in closed ones. Nothing opens a closed month again.
 * Any thread, and any process that has the same ledger open, may call; all throw {@link
 * LedgerException}.
 */
public interface CloseLog {
  /**
   * What became of closing.
   *
   * @param fresh false when the month had been closed before, which changes nothing
   */
  record Closing(MonthClose close, boolean fresh) {}

  /** The close of a month. */
  Optional<MonthClose> find(Tenant tenant, YearMonth month);

  /**
   * Freezes what the ledger says of a month, a day at a time, so that intake never waits for more
   * than a day. When it is cut off, the month is as open as before.
   *
   * @param month that has ended
   * @param by who asked
   * @param reason why now, where not all of it is settled; else empty
   */
  Closing close(Tenant tenant, YearMonth month, String by, String reason, Instant now);

  /**
   * Writes down what changed in closed months. A day whose sums by provider changed is compared at
   * once; one in which only other dimensions did, within a day. So is one of a tenant with several
   * conditions while everybody's sums stay the same.
   *
   * @return how many rows of corrections there are more
   */
  int book(Instant now);

  /** The first UTC month with any spend; empty without spend. */
  Optional<YearMonth> firstMonth();
}

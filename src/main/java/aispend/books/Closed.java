// SPDX-License-Identifier: Apache-2.0
package aispend.books;

import static java.util.Objects.requireNonNull;

import aispend.ledger.MonthClose;
import java.time.Instant;
import java.time.YearMonth;

/**
 * A month that is closed.
 *
 * @param tenant whose; empty: of all spend
 * @param reason why before all of it was settled; empty when it was
 * @param fresh false when it had been closed before, which changed nothing
 */
public record Closed(
    YearMonth month, String tenant, Instant at, String by, String reason, boolean fresh) {
  public Closed {
    requireNonNull(month, "month");
    requireNonNull(tenant, "tenant");
    requireNonNull(at, "at");
    requireNonNull(by, "by");
    requireNonNull(reason, "reason");
  }

  static Closed of(MonthClose close, boolean fresh) {
    return new Closed(
        close.month(), close.tenant(), close.closedAt(), close.closedBy(), close.reason(), fresh);
  }
}

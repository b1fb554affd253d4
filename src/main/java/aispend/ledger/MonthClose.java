// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static java.util.Objects.requireNonNull;

import aispend.model.ChargePeriod;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * A UTC month whose totals are frozen.
 *
 * @param tenant whose; empty: of all spend
 * @param closedBy who asked for it
 * @param reason why it was closed before all of it was settled; empty when it was
 */
public record MonthClose(
    String tenant, YearMonth month, Instant closedAt, String closedBy, String reason) {
  public MonthClose {
    requireNonNull(tenant, "tenant");
    requireNonNull(month, "month");
    requireNonNull(closedAt, "closedAt");
    requireNonNull(closedBy, "closedBy");
    requireNonNull(reason, "reason");
  }

  public ChargePeriod period() {
    return periodOf(month);
  }

  public static ChargePeriod periodOf(YearMonth month) {
    return new ChargePeriod(
        month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant(),
        month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  /** The UTC month that holds an instant. */
  public static YearMonth monthOf(Instant instant) {
    return YearMonth.from(instant.atOffset(ZoneOffset.UTC));
  }
}

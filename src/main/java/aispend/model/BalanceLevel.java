// SPDX-License-Identifier: Apache-2.0
package aispend.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A balance that readings found unchanged for a while.
 *
 * @param provider whose account it is
 * @param balance what was left in a part of it
 * @param since the first reading
 * @param until the last one; the same instant when there was only one
 */
public record BalanceLevel(String provider, ReportedBalance balance, Instant since, Instant until) {
  public BalanceLevel {
    requireNonNull(provider, "provider");
    requireNonNull(balance, "balance");
    if (until.isBefore(since)) {
      throw new IllegalArgumentException("a level ends at " + until + ", before " + since);
    }
  }

  /** Whether another is of the same part of the same account. */
  public boolean follows(BalanceLevel other) {
    return provider.equals(other.provider)
        && balance.part().equals(other.balance.part())
        && balance.left().currency().equals(other.balance.left().currency());
  }
}

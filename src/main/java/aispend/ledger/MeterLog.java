// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What billing meters were told. Amounts are accounted for in full and told in whole units: what is
 * left over, and what later turns out to be less, stays with the customer's account and is settled
 * with what comes next. Any thread may call; all throw {@link LedgerException}.
 */
public interface MeterLog {
  /**
   * Whose account it is.
   *
   * @param meter the configured name
   * @param customer as the other side knows them
   */
  record Account(String meter, String customer) {
    public Account {
      requireNonNull(meter, "meter");
      requireNonNull(customer, "customer");
    }
  }

  /**
   * One thing to be told, which never changes.
   *
   * @param identifier the same each time it is told: 64 hexadecimal digits
   * @param day start of the UTC day it is about
   * @param units more than 0
   */
  record Send(Account account, String identifier, Instant day, long units) {
    public Send {
      requireNonNull(account, "account");
      requireNonNull(identifier, "identifier");
      requireNonNull(day, "day");
      if (units < 1) {
        throw new IllegalArgumentException("units are " + units + "; must be at least 1");
      }
    }
  }

  /**
   * Accounts for the amounts of some UTC days and puts down what is to be told, in one transaction.
   *
   * @param amounts by start of the day, in the smallest measure: nanos, tokens, calls
   * @param perUnit how many of these are one unit
   * @return how many sends there are more
   */
  int account(Account account, Map<Instant, Long> amounts, long perUnit, Instant now);

  /** Most sends that are read at once. */
  int MOST_PENDING = 1_000;

  /** What was put down and is not known to have arrived, the oldest first; the first of them. */
  List<Send> pending(String meter);

  /** Says that it arrived. May be repeated. */
  void sent(Send send, Instant now);
}

// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * A monotonic total; it never goes down. What canonical cost went down by is in the family CREDITS,
 * so cost less credits is exact. Any other total holds a decrease as credit, which later growth
 * pays off first: value less credit is exact.
 *
 * @param family which metric it belongs to
 * @param labels the values of the family's labels, in their order
 * @param value the total: dollars, tokens, requests or units
 * @param credit how much the true sum is below the total now; zero or more; always zero for COST
 * @param firstSeen when the total came into being
 */
public record CounterTotal(
    CounterFamily family,
    List<String> labels,
    BigDecimal value,
    BigDecimal credit,
    Instant firstSeen) {
  public CounterTotal {
    labels = List.copyOf(labels);
  }
}

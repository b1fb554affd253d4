// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import aispend.model.Cost;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.Outcome;
import aispend.model.ReportedEvent.Identity;
import aispend.model.ReportedEvent.Timing;
import aispend.model.Sender;
import aispend.model.TokenType;
import aispend.model.Tokens;
import aispend.model.UsageRecord;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Events of made-up callers, and what the exposed totals come to. */
final class BoundedEvents {
  private BoundedEvents() {}

  /**
   * A call of ten tokens, in the first hour.
   *
   * @param second when; with the id unique
   */
  static Event call(String id, long second, long nanos, String... pairs) {
    return call(id, LedgerKit.START.plusSeconds(second), nanos, LedgerKit.dims(pairs));
  }

  /** A call of ten tokens; the id is unique with the hour. */
  static Event call(String id, Instant at, long nanos, Dimensions dimensions) {
    UsageRecord usage =
        new UsageRecord(
            ChargePeriod.hourOf(at),
            dimensions,
            Tokens.of(TokenType.INPUT, 10),
            1L,
            Map.of(),
            new Cost.Estimated(Money.usd(nanos)));
    return new Event(
        Sender.EVENTS,
        new Identity(id, at, id.hashCode(), null),
        usage,
        false,
        null,
        Outcome.SUCCESS,
        Timing.UNKNOWN,
        "");
  }

  /** The totals of a family by their labels, joined by a slash. */
  static Map<String, BigDecimal> totals(LedgerReader ledger, CounterFamily family) {
    Map<String, BigDecimal> totals = new TreeMap<>();
    for (CounterTotal total : ledger.counters()) {
      if (total.family() == family) {
        totals.put(String.join("/", total.labels()), total.value());
      }
    }
    return totals;
  }

  static BigDecimal sum(LedgerReader ledger, CounterFamily family) {
    return totals(ledger, family).values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}

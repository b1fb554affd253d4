// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.Outcome;
import aispend.model.ReportedEvent.Identity;
import aispend.model.ReportedEvent.Timing;
import aispend.model.Savings;
import aispend.model.Sender;
import aispend.model.TokenType;
import aispend.model.Tokens;
import aispend.model.UsageRecord;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A price list of nanos per token by model, from whole dollars far off any rounding: calls above
 * 1,000 tokens cost twice as much, as long contexts do. A tenth of each cost was saved by the
 * cache.
 */
record PricedUse(Map<String, Long> nanosPerToken) implements Repricer {
  private static final long LONG = 1_000;

  @Override
  public Optional<Worth> price(Use use) {
    return Optional.of(worth(use.dimensions(), use.tokens(), use.oneCall()));
  }

  private Worth worth(Dimensions dimensions, Tokens tokens, boolean oneCall) {
    Long each = nanosPerToken.get(dimensions.get(Dimension.MODEL));
    if (each == null) {
      return new Worth(new Cost.Unpriced("not in the list"), Savings.NONE);
    }
    long factor = oneCall && tokens.total() > LONG ? 2 : 1;
    long nanos = each * tokens.total() * factor;
    return new Worth(new Cost.Estimated(Money.usd(nanos)), Savings.usd(nanos / 10, 0));
  }

  /** Input tokens of a report's row by this list. */
  UsageRecord row(ChargePeriod period, long tokens, long requests, String... pairs) {
    Dimensions dimensions = LedgerKit.dims(pairs);
    Tokens input = Tokens.of(TokenType.INPUT, tokens);
    Worth worth = worth(dimensions, input, requests == 1);
    return new UsageRecord(
        period, dimensions, input, requests, Map.of(), worth.cost(), worth.savings());
  }

  /** One call by this list. */
  Event call(String id, Instant at, long tokens, Outcome outcome, String... pairs) {
    return new Event(
        Sender.EVENTS,
        new Identity(id, at, id.hashCode(), null),
        row(ChargePeriod.hourOf(at), tokens, 1, pairs),
        false,
        null,
        outcome,
        Timing.UNKNOWN,
        "");
  }

  /** One call whose sender told what it cost. */
  static Event told(String id, Instant at, String dollars, String... pairs) {
    UsageRecord usage = LedgerKit.spent(ChargePeriod.hourOf(at), dollars, pairs);
    return new Event(
        Sender.EVENTS,
        new Identity(id, at, id.hashCode(), null),
        usage,
        true,
        null,
        Outcome.SUCCESS,
        Timing.UNKNOWN,
        "");
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.Source;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records of one source that other prices change together, or not at all: one record of a report;
 * or the calls with and without a price of one combination of dimensions and one hour, between
 * which events move.
 *
 * @param events the single events of which the price changed
 */
record Revaluation(
    ChargePeriod period,
    long setId,
    Dimensions dimensions,
    List<Part> parts,
    List<PricedEvent> events) {
  /**
   * One record.
   *
   * @param before as it was read; null when there is none yet
   * @param after null when nothing is left in it
   */
  record Part(String part, @Nullable Content before, @Nullable Content after) {
    Delta delta() {
      return Delta.between(orNothing(before), orNothing(after)).ending(EventPart.outcome(part));
    }

    private static Content orNothing(@Nullable Content content) {
      return content == null ? Content.NOTHING : content;
    }
  }

  /** A single event with its part and cost by the other prices. */
  record PricedEvent(
      String tenant, long hour, long high, long low, String part, @Nullable Long costNanos) {}

  Revaluation {
    parts = List.copyOf(parts);
    events = List.copyOf(events);
  }

  /** How many rows it writes. */
  int size() {
    return parts.size() + events.size();
  }

  PriceChange change(Source source) {
    PriceChange.Place place =
        new PriceChange.Place(
            source.name(),
            source.provider(),
            dimensions.get(Dimension.MODEL),
            LocalDate.ofInstant(period.start(), ZoneOffset.UTC));
    long before = 0;
    long after = 0;
    long unpricedBefore = 0;
    long unpricedAfter = 0;
    for (Part part : parts) {
      before = Math.addExact(before, cost(part.before()));
      after = Math.addExact(after, cost(part.after()));
      unpricedBefore += part.before() == null ? 0 : part.before().unpricedTokens();
      unpricedAfter += part.after() == null ? 0 : part.after().unpricedTokens();
    }
    return new PriceChange(
        place,
        Math.max(1, events.size()),
        Money.usd(before),
        Money.usd(after),
        unpricedBefore,
        unpricedAfter);
  }

  private static long cost(@Nullable Content content) {
    return content == null || content.costNanos() == null ? 0 : content.costNanos();
  }
}

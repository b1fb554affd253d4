// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static java.util.Objects.requireNonNull;

import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.Outcome;
import aispend.model.ReportedEvent.Timing;
import aispend.model.Tokens;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A single event as the ledger keeps it.
 *
 * @param place where it stands among all others
 * @param id the sender's
 * @param at when the call was made, to the second
 * @param source the label of who told it
 * @param dimensions by id
 * @param names the same by the names shown for them
 * @param units other consumed quantities by unit
 * @param paid what it cost
 * @param fingerprint of what was asked; null when it is not known
 * @param extra JSON kept as it came; empty for nothing
 */
public record KeptEvent(
    EventQuery.Place place,
    String id,
    Instant at,
    String source,
    Dimensions dimensions,
    Dimensions names,
    Tokens tokens,
    Map<String, BigDecimal> units,
    Paid paid,
    Outcome outcome,
    Timing timing,
    @Nullable Long fingerprint,
    String extra) {
  /**
   * What an event cost.
   *
   * @param cost that is in the sums; null when it is not known
   * @param told whether the sender said so
   * @param listCost by the price book; null when it has no price
   */
  public record Paid(@Nullable Money cost, boolean told, @Nullable Money listCost) {}

  public KeptEvent {
    requireNonNull(place, "place");
    requireNonNull(id, "id");
    requireNonNull(at, "at");
    requireNonNull(source, "source");
    requireNonNull(paid, "paid");
    units = Map.copyOf(units);
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static java.util.Objects.requireNonNull;

import aispend.model.Dimension;
import aispend.model.Money;
import aispend.model.Outcome;
import aispend.model.ReportedEvent.Identity;
import aispend.model.ReportedEvent.Timing;
import aispend.model.Sender;
import aispend.model.Source;
import aispend.model.UsageRecord;
import org.jspecify.annotations.Nullable;

/**
 * One event, normalised.
 *
 * @param sender by which way it was told
 * @param usage what was used, in the UTC hour of the event
 * @param costTold whether the sender said what it cost
 * @param listCost what it costs by the price book; null when unknown. Kept only where the cost was
 *     told, since it is the cost else
 * @param outcome how the call ended
 * @param extra kept as it came; empty for nothing
 */
public record Event(
    Sender sender,
    Identity identity,
    UsageRecord usage,
    boolean costTold,
    @Nullable Money listCost,
    Outcome outcome,
    Timing timing,
    String extra) {
  /** What became of an event. */
  public enum Fate {
    /** Kept for the first time. */
    ACCEPTED,
    /** Kept before; nothing changed. */
    DUPLICATE,
    /** Another event has its id, or the sender changed it; what was kept first stays. */
    CONFLICT,
    /** A sum would be beyond what the ledger can hold; not kept. */
    REFUSED
  }

  public Event {
    requireNonNull(sender, "sender");
    requireNonNull(identity, "identity");
    requireNonNull(outcome, "outcome");
    requireNonNull(timing, "timing");
    requireNonNull(extra, "extra");
    if (!usage.period().contains(identity.at())) {
      throw new IllegalArgumentException(
          "event of " + identity.at() + " is not in the hour " + usage.period());
    }
  }

  Source source() {
    return Source.sent(sender, usage.dimensions().get(Dimension.PROVIDER));
  }

  /** Whose token it was sent with; empty for nobody's in particular. */
  String tenant() {
    return usage.dimensions().get(Dimension.TENANT);
  }

  String part() {
    return EventPart.of(usage.cost(), costTold, outcome);
  }
}

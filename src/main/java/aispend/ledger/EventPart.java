// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Cost;
import aispend.model.Outcome;

/**
 * The parts of an events source under which its events are added up. Calls that ended otherwise,
 * and costs known in another way, are never in one record: so a record tells of all its calls how
 * they ended, and one call without a price does not hide what the others cost.
 */
final class EventPart {
  private static final String PRICED = "events";
  private static final String UNPRICED = "events:unpriced";
  private static final String TOLD = "events:told";

  private EventPart() {}

  /**
   * The part of an event: {@code events}, {@code events:told:error}.
   *
   * @param told whether the sender said what it cost
   */
  static String of(Cost cost, boolean told, Outcome outcome) {
    return ending(cost.amount() == null ? UNPRICED : told ? TOLD : PRICED, outcome);
  }

  /** The part of an event whose cost is ours to work out. */
  static String of(boolean priced, Outcome outcome) {
    return ending(priced ? PRICED : UNPRICED, outcome);
  }

  private static String ending(String kind, Outcome outcome) {
    return outcome == Outcome.SUCCESS ? kind : kind + ":" + outcome.code();
  }

  /** Whether the senders of a part's events said what they cost. */
  static boolean told(String part) {
    return part.startsWith(TOLD);
  }

  /** How the calls of a part's records ended; what is polled counts as success. */
  static Outcome outcome(String part) {
    for (Outcome outcome : Outcome.values()) {
      if (part.startsWith(PRICED) && part.endsWith(":" + outcome.code())) {
        return outcome;
      }
    }
    return Outcome.SUCCESS;
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.ingest;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of one event.
 *
 * @param field what is wrong with it; null when nothing is
 * @param problem what is wrong and what to do
 */
public record EventResult(Kind kind, @Nullable String field, @Nullable String problem) {
  /** Kept, kept before, another content under a known id, cannot be right. */
  public enum Kind {
    ACCEPTED,
    DUPLICATE,
    CONFLICT,
    REJECTED;

    /** The metric label {@code outcome}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static final EventResult ACCEPTED = new EventResult(Kind.ACCEPTED, null, null);
  static final EventResult DUPLICATE = new EventResult(Kind.DUPLICATE, null, null);
  public static final EventResult CONFLICT =
      new EventResult(
          Kind.CONFLICT,
          "event_id",
          "an event with this id and other content was kept before in this hour, and stays; send a"
              + " new event under an id of its own");

  static final EventResult EXPIRED =
      rejected(
          "timestamp",
          "is older than ledger.raw_retention: the single events of that time are dropped, so this"
              + " one could not be told from one that was counted; send events sooner");

  static final EventResult TOO_MUCH =
      rejected(
          "event",
          "with it a sum of its hour or day is beyond what the ledger can hold; check its cost_usd"
              + " and its tokens");

  public EventResult {
    requireNonNull(kind, "kind");
  }

  /** One that cannot be right. */
  public static EventResult rejected(String field, String problem) {
    return new EventResult(Kind.REJECTED, field, problem);
  }
}

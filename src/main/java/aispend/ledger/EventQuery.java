// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static java.util.Objects.requireNonNull;

import aispend.model.Dimension;
import aispend.model.Outcome;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which single events are asked for, newest first.
 *
 * @param from the first instant that belongs to it, in whole seconds
 * @param before where to go on: only events that come after this place
 * @param where wanted values by dimension, as {@link SumQuery} reads them
 * @param source the label of who told them; null for all
 * @param outcome how the calls ended; null for all
 * @param limit most events, at least 1
 * @param within a tenant's own conditions, which hold beside {@code where}
 */
public record EventQuery(
    Instant from,
    Place before,
    Map<Dimension, String> where,
    @Nullable String source,
    @Nullable Outcome outcome,
    int limit,
    Map<Dimension, String> within) {
  /**
   * Where an event stands among all others. Places are ordered, and an event keeps its own, so
   * reading goes on behind one whatever arrives meanwhile.
   *
   * @param second when the call was made, in epoch seconds
   * @param setId its dimensions
   * @param high the first half of its id's hash
   * @param low the second half
   */
  public record Place(long second, long setId, long high, long low) {
    /** Before all events of this instant, and behind all later ones. */
    public static Place at(Instant instant) {
      return new Place(instant.getEpochSecond(), Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE);
    }
  }

  public EventQuery {
    requireNonNull(from, "from");
    requireNonNull(before, "before");
    where = Map.copyOf(where);
    within = Map.copyOf(within);
    if (limit < 1) {
      throw new IllegalArgumentException("limit is " + limit + "; must be at least 1");
    }
  }

  /** A query over the events of all tenants. */
  public EventQuery(
      Instant from,
      Place before,
      Map<Dimension, String> where,
      @Nullable String source,
      @Nullable Outcome outcome,
      int limit) {
    this(from, before, where, source, outcome, limit, Map.of());
  }

  /** The same of one tenant. */
  EventQuery within(Map<Dimension, String> own) {
    return new EventQuery(from, before, where, source, outcome, limit, own);
  }

  /** Whether every event is wanted. */
  boolean unfiltered() {
    return where.isEmpty() && within.isEmpty() && source == null && outcome == null;
  }
}

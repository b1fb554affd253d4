// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * Keeps which thresholds of budgets were crossed in which period, so that each is told once over
 * restarts. Any thread may call; all throw {@link LedgerException}.
 */
public interface CrossingLog {
  /** Forgets everything at once. */
  CrossingLog NONE =
      new CrossingLog() {
        @Override
        public List<Crossing> of(String budget, String cycle) {
          return List.of();
        }

        @Override
        public boolean keep(List<Crossing> crossings) {
          return false;
        }
      };

  /**
   * A threshold that was crossed.
   *
   * @param budget its name
   * @param terms what else tells budgets apart: limit, zone, conditions, whose quota it is
   * @param cycle which period: {@code 2026-11}
   * @param percent which threshold
   * @param at when it was first seen
   */
  record Crossing(String budget, String terms, String cycle, int percent, Instant at) {
    public Crossing {
      requireNonNull(budget, "budget");
      requireNonNull(terms, "terms");
      requireNonNull(cycle, "cycle");
      requireNonNull(at, "at");
    }
  }

  /** Those of one period of a budget, under whatever terms. */
  List<Crossing> of(String budget, String cycle);

  /**
   * Keeps some, all or none; the first one of a threshold and period stays. What is older than 400
   * days may be forgotten.
   *
   * @param crossings at least one
   * @return whether they are kept now; a log that keeps nothing says no
   */
  boolean keep(List<Crossing> crossings);

  /** Whether other daemons may keep some, too. */
  default boolean isShared() {
    return false;
  }
}

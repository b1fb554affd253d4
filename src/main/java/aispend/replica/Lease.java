// SPDX-License-Identifier: Apache-2.0
package aispend.replica;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * What a daemon knows of its own lease without asking: that it holds until some time after the
 * moment at which it began to ask for it. It ends here earlier than in the database, whose clock
 * decides when another one may take it; only that both clocks run equally fast is asked of them.
 * Any thread may ask; one renews.
 */
final class Lease {
  /** How long it holds in the database. */
  static final Duration LENGTH = Duration.ofSeconds(10);

  /** How much earlier it ends here, for what is under way. */
  static final Duration MARGIN = Duration.ofSeconds(2);

  /** Counts nanoseconds from some moment on, whatever happens to the clock on the wall. */
  interface Ticks {
    long nanos();
  }

  private record Held(long term, long untilNanos) {}

  private final Ticks ticks;
  private volatile Held held;

  Lease(Ticks ticks) {
    this.ticks = requireNonNull(ticks, "ticks");
    this.held = new Held(0, ticks.nanos());
  }

  /** To be asked before the database is. */
  long begin() {
    return ticks.nanos();
  }

  /**
   * Takes note of an answer.
   *
   * @param begun when the question was begun
   * @param term empty when another daemon holds it
   */
  void answered(long begun, OptionalLong term) {
    held =
        term.isPresent()
            ? new Held(term.getAsLong(), begun + LENGTH.minus(MARGIN).toNanos())
            : new Held(held.term(), begun);
  }

  /** Gives it up at once. */
  void drop() {
    held = new Held(held.term(), ticks.nanos());
  }

  boolean isHeld() {
    return held.untilNanos() - ticks.nanos() > 0;
  }

  /** The last term that was this daemon's; zero before the first. */
  long term() {
    return held.term();
  }
}

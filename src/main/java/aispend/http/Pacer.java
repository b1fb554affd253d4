// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * Lets at most so many requests through in any 60 seconds. Slots are handed out in order and may
 * lie in the future, so the limit also holds between threads.
 */
final class Pacer {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final int requestsPerMinute;
  private final Pause pause;
  private final LongSupplier nanoTime;
  private final Deque<Long> slots = new ArrayDeque<>();

  Pacer(int requestsPerMinute, Pause pause, LongSupplier nanoTime) {
    this.requestsPerMinute = requestsPerMinute;
    this.pause = pause;
    this.nanoTime = nanoTime;
  }

  /** Waits for the next free slot and takes it; says how long that was. */
  Duration acquire() throws InterruptedException {
    Duration wait = Duration.ofNanos(reserve());
    if (!wait.isZero()) {
      pause.pause(wait);
    }
    return wait;
  }

  private synchronized long reserve() {
    long now = nanoTime.getAsLong();
    long slot = now;
    if (slots.size() == requestsPerMinute) {
      slot = now + Math.max(0, slots.removeFirst() + MINUTE - now);
    }
    slots.addLast(slot);
    return slot - now;
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes of request bodies that may be in memory at once, of all requests. For any thread. */
final class BodyBudget {
  private final AtomicLong left;

  BodyBudget(long bytes) {
    this.left = new AtomicLong(bytes);
  }

  /** Takes bytes; false, and none taken, when there are not as many. */
  boolean take(long bytes) {
    if (left.addAndGet(-bytes) >= 0) {
      return true;
    }
    giveBack(bytes);
    return false;
  }

  void giveBack(long bytes) {
    left.addAndGet(bytes);
  }
}

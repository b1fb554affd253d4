// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** How many bytes all bodies on their way may hold together. Any thread may use it. */
final class Memory {
  private final long most;
  private final AtomicLong taken = new AtomicLong();

  Memory(long most) {
    this.most = most;
  }

  /** What one body holds. Used by one thread at a time, but given back by any. */
  final class Share {
    private final AtomicBoolean returned = new AtomicBoolean();
    private long bytes;

    /** Takes more; false when there is no more, unless this one is alone. */
    boolean take(long more) {
      long all = taken.addAndGet(more);
      if (all > most && all > bytes + more) {
        taken.addAndGet(-more);
        return false;
      }
      bytes += more;
      return true;
    }

    /** Gives all of it back, once. */
    void giveBack() {
      if (returned.compareAndSet(false, true)) {
        taken.addAndGet(-bytes);
      }
    }
  }

  Share share() {
    return new Share();
  }

  long taken() {
    return taken.get();
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.poll;

import java.util.HashSet;
import java.util.Set;

/** The threads that poll just now, so that a stop can interrupt them. Safe for any thread. */
final class Running {
  private final Set<Thread> threads = new HashSet<>();
  private boolean stopped;

  /** Whether the current thread may begin. */
  synchronized boolean enter() {
    return !stopped && threads.add(Thread.currentThread());
  }

  synchronized void leave() {
    threads.remove(Thread.currentThread());
    // Clears the flag, or Quartz's thread would carry it into its next job.
    boolean interrupted = Thread.interrupted();
    if (interrupted && !stopped) {
      throw new IllegalStateException("a poll was interrupted although nobody stopped it");
    }
  }

  /** Lets nobody begin any more and interrupts those at work. */
  synchronized void stop() {
    stopped = true;
    threads.forEach(Thread::interrupt);
  }
}

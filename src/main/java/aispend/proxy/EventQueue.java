// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Events that wait to be sent, so many and no more. Any thread may use it. */
final class EventQueue {
  private final int capacity;
  private final Deque<String> waiting = new ArrayDeque<>();
  private long dropped;
  private boolean closed;

  EventQueue(int capacity) {
    this.capacity = capacity;
  }

  /** Takes an event, or drops and counts it when there is no place. */
  synchronized void offer(String event) {
    if (closed || waiting.size() >= capacity) {
      dropped++;
      return;
    }
    waiting.add(event);
    notifyAll();
  }

  /** The oldest ones; waits for the first. None when the queue is closed and empty. */
  synchronized List<String> take(int most) throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    List<String> batch = new ArrayList<>();
    while (batch.size() < most && !waiting.isEmpty()) {
      batch.add(waiting.remove());
    }
    return batch;
  }

  /** Takes no more; what waits can still be taken. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** Drops what waits. */
  synchronized void clear() {
    dropped += waiting.size();
    waiting.clear();
  }

  synchronized void drop(long events) {
    dropped += events;
  }

  synchronized long dropped() {
    return dropped;
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.ledger.Event.Fate;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Lets events that come at the same time share a transaction and its sync. While one caller writes,
 * the others' events wait, and one of those writes all that wait; nobody waits for company. Any
 * thread may use it.
 */
final class GroupCommit {
  /** Events of one transaction, unless a single caller brings more. */
  static final int MOST_AT_ONCE = 10_000;

  /** Waiting events beyond which no more are let in, so that a slow disk does not fill memory. */
  static final int MOST_WAITING = 20_000;

  /** Keeps events in one durable transaction, or none of them. */
  @FunctionalInterface
  interface Transaction {
    List<Fate> write(List<Event> events, Instant receivedAt);
  }

  private static final class Caller {
    private final List<Event> events;
    private final Instant receivedAt;
    private final CompletableFuture<Boolean> turn = new CompletableFuture<>();
    private @Nullable List<Fate> fates;
    private @Nullable RuntimeException failure;

    Caller(List<Event> events, Instant receivedAt) {
      this.events = events;
      this.receivedAt = receivedAt;
    }

    /** Each caller gets an exception of its own, as each adds to its trace. */
    List<Fate> result() {
      if (fates != null) {
        return fates;
      }
      if (failure instanceof LedgerException e) {
        throw new LedgerException(e.reason(), String.valueOf(e.getMessage()), e);
      }
      throw new IllegalStateException("events were not written", failure);
    }
  }

  private final Transaction transaction;
  private final Deque<Caller> waiting = new ArrayDeque<>();
  private int waitingEvents;
  private boolean led;

  GroupCommit(Transaction transaction) {
    this.transaction = transaction;
  }

  /**
   * Keeps events and returns when they are durable.
   *
   * @throws LedgerException when none of them is acknowledged: the ledger cannot be written, or too
   *     much waits already
   */
  List<Fate> append(List<Event> events, Instant receivedAt) {
    Caller mine = new Caller(events, receivedAt);
    if (enter(mine) || mine.turn.join()) {
      lead();
    }
    return mine.result();
  }

  /** Whether the caller has to lead, as nobody does. */
  private synchronized boolean enter(Caller caller) {
    if (!waiting.isEmpty() && waitingEvents + caller.events.size() > MOST_WAITING) {
      throw new LedgerException(
          LedgerException.Reason.BUSY,
          waitingEvents + " events wait to be written already; send them again later",
          null);
    }
    waiting.add(caller);
    waitingEvents += caller.events.size();
    boolean leads = !led;
    led = true;
    return leads;
  }

  /** Writes what waits, the caller's own events first, and hands over to the next. */
  private void lead() {
    List<Caller> group = take();
    try {
      commit(group);
    } finally {
      // The next write begins while those of this one wake up.
      handOver();
      group.forEach(caller -> caller.turn.complete(false));
    }
  }

  private synchronized List<Caller> take() {
    List<Caller> group = new ArrayList<>();
    int events = 0;
    while (!waiting.isEmpty()
        && (group.isEmpty() || events + waiting.getFirst().events.size() <= MOST_AT_ONCE)) {
      Caller caller = waiting.removeFirst();
      events += caller.events.size();
      group.add(caller);
    }
    waitingEvents -= events;
    return group;
  }

  private synchronized void handOver() {
    led = !waiting.isEmpty();
    if (led) {
      waiting.getFirst().turn.complete(true);
    }
  }

  /** Leaves each caller with its fates or its failure, and throws neither. */
  private void commit(List<Caller> group) {
    List<Event> events = new ArrayList<>();
    Instant newest = Instant.MIN;
    for (Caller caller : group) {
      events.addAll(caller.events);
      newest = caller.receivedAt.isAfter(newest) ? caller.receivedAt : newest;
    }
    try {
      settle(group, group.size() > 1 ? transaction.write(events, newest) : sift(events, newest));
    } catch (RuntimeException e) { // told to those whose events these are
      if (group.size() > 1 && !unavailable(e)) {
        eachByItself(group);
      } else {
        group.forEach(caller -> caller.failure = e);
      }
    }
  }

  private static void settle(List<Caller> group, List<Fate> fates) {
    int from = 0;
    for (Caller caller : group) {
      int until = from + caller.events.size();
      caller.fates = List.copyOf(fates.subList(from, until));
      from = until;
    }
  }

  /** One caller's events that cannot be kept are no other's trouble. */
  private void eachByItself(List<Caller> group) {
    for (int i = 0; i < group.size(); i++) {
      Caller caller = group.get(i);
      commit(List.of(caller));
      RuntimeException failure = caller.failure;
      if (failure != null && unavailable(failure)) {
        group.subList(i + 1, group.size()).forEach(other -> other.failure = failure);
        return;
      }
    }
  }

  /** Writes what can be kept and finds what cannot by halves. */
  private List<Fate> sift(List<Event> events, Instant receivedAt) {
    try {
      return transaction.write(events, receivedAt);
    } catch (LedgerException e) {
      if (e.reason() != LedgerException.Reason.REFUSED) {
        throw e;
      }
      if (events.size() == 1) {
        return List.of(Fate.REFUSED);
      }
    }
    int middle = events.size() / 2;
    List<Fate> fates = new ArrayList<>(sift(events.subList(0, middle), receivedAt));
    fates.addAll(sift(events.subList(middle, events.size()), receivedAt));
    return fates;
  }

  private static boolean unavailable(RuntimeException e) {
    return e instanceof LedgerException failure
        && failure.reason() == LedgerException.Reason.UNAVAILABLE;
  }
}

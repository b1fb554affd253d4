// SPDX-License-Identifier: Apache-2.0
package aispend.kafka;

import aispend.kafka.PartitionCounters.Snapshot;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The counters of the partitions that this daemon has, as they were committed: what is taken back
 * was never shown, so that no counter falls. Streams' threads stage and commit, each its own
 * partitions; any thread may read.
 */
final class ShownCounters {
  private final Map<Integer, Owned> shown = new ConcurrentHashMap<>();
  private final Map<Thread, Map<Integer, Snapshot>> staged = new ConcurrentHashMap<>();

  /** Committed counters, and the name of the thread that has their partition. */
  private record Owned(String thread, Snapshot counters) {
    static Owned byThisThread(Snapshot counters) {
      return new Owned(Thread.currentThread().getName(), counters);
    }
  }

  /** A partition was taken over with counters that are committed. */
  void taken(int partition, Snapshot committed) {
    shown.put(partition, Owned.byThisThread(committed));
  }

  /** Counters that hold once the calling thread commits. */
  void stage(int partition, Snapshot counters) {
    staged
        .computeIfAbsent(Thread.currentThread(), thread -> new TreeMap<>())
        .put(partition, counters);
  }

  /** What the calling thread staged is committed. */
  void committed() {
    Map<Integer, Snapshot> mine = staged.remove(Thread.currentThread());
    if (mine != null) {
      mine.forEach(
          (partition, counters) ->
              shown.computeIfPresent(partition, (p, before) -> Owned.byThisThread(counters)));
    }
  }

  /** A partition is not this daemon's any more. */
  void left(int partition) {
    Map<Integer, Snapshot> mine = staged.get(Thread.currentThread());
    if (mine != null) {
      mine.remove(partition);
    }
    shown.remove(partition);
  }

  /**
   * By partition.
   *
   * @param holds whether a thread still has its partitions by the word of the brokers
   */
  Map<Integer, Snapshot> now(Predicate<String> holds) {
    Map<Integer, Snapshot> now = new TreeMap<>();
    shown.forEach(
        (partition, owned) -> {
          if (holds.test(owned.thread())) {
            now.put(partition, owned.counters());
          }
        });
    return now;
  }
}

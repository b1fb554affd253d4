// SPDX-License-Identifier: Apache-2.0
package aispend.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The counters of one partition. They are state like its totals, so that whoever takes the
 * partition over goes on with them and none ever falls.
 */
final class PartitionCounters {
  /** What became of messages. */
  enum Fate {
    ACCEPTED,
    DUPLICATE,
    CONFLICT,
    REJECTED,
    MOVED
  }

  private static final String EVENTS = "events/";
  private static final String COST = "cost/";

  private final KeyValueStore<Bytes, byte[]> store;
  private final Map<String, Long> values = new TreeMap<>();

  PartitionCounters(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
    for (Fate fate : Fate.values()) {
      values.put(EVENTS + fate.name(), 0L);
    }
    try (KeyValueIterator<Bytes, byte[]> kept = store.all()) {
      kept.forEachRemaining(
          (KeyValue<Bytes, byte[]> one) ->
              values.put(
                  new String(one.key.get(), StandardCharsets.UTF_8),
                  ByteBuffer.wrap(one.value).getLong()));
    }
  }

  void count(Fate fate) {
    add(EVENTS + fate.name(), 1);
  }

  void spent(String provider, long nanos) {
    add(COST + provider, nanos);
  }

  /** As they are now. */
  Snapshot snapshot() {
    Map<Fate, Long> events = new TreeMap<>();
    Map<String, Long> cost = new TreeMap<>();
    values.forEach(
        (name, value) -> {
          if (name.startsWith(EVENTS)) {
            events.put(Fate.valueOf(name.substring(EVENTS.length())), value);
          } else {
            cost.put(name.substring(COST.length()), value);
          }
        });
    return new Snapshot(events, cost);
  }

  /**
   * Counters at one moment.
   *
   * @param costNanos by provider
   */
  record Snapshot(Map<Fate, Long> events, Map<String, Long> costNanos) {
    Snapshot {
      events = Map.copyOf(events);
      costNanos = Map.copyOf(costNanos);
    }
  }

  /** It stands still at its greatest, as one that cannot go on must not stop the counting. */
  private void add(String name, long more) {
    long before = values.getOrDefault(name, 0L);
    long value = more > Long.MAX_VALUE - before ? Long.MAX_VALUE : before + more;
    values.put(name, value);
    store.put(
        Bytes.wrap(name.getBytes(StandardCharsets.UTF_8)),
        ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }
}

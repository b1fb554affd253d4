// SPDX-License-Identifier: Apache-2.0
package aispend.kafka;

import aispend.ledger.HourTotal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowStore;

/**
 * What the hours of one partition come to. A total that grew is told once in a while, not with each
 * event; that it is to be told is state like the total itself, so that no growth stays untold
 * whenever the work is taken over.
 */
final class HourTotals {
  private static final byte[] MARK = {1};

  private final WindowStore<Bytes, byte[]> hours;
  private final KeyValueStore<Bytes, byte[]> untold;
  private final Set<Bytes> waiting = new LinkedHashSet<>();

  HourTotals(WindowStore<Bytes, byte[]> hours, KeyValueStore<Bytes, byte[]> untold) {
    this.hours = hours;
    this.untold = untold;
    try (KeyValueIterator<Bytes, byte[]> left = untold.all()) {
      left.forEachRemaining((KeyValue<Bytes, byte[]> one) -> waiting.add(one.key));
    }
  }

  /**
   * Adds to the total of its place.
   *
   * @throws ArithmeticException when it would be beyond what the ledger can hold; nothing is added
   */
  void add(HourTotal more) {
    long hour = more.place().hour().toEpochMilli();
    byte[] key = more.key();
    byte[] kept = hours.fetch(Bytes.wrap(key), hour);
    HourTotal total = kept == null ? more : read(kept).plus(more);
    hours.put(Bytes.wrap(key), total.text().getBytes(StandardCharsets.UTF_8), hour);
    Bytes place = place(key, hour);
    if (waiting.add(place)) {
      untold.put(place, MARK);
    }
  }

  /** Tells all totals that grew since they were told last, by what tells them apart. */
  void tell(BiConsumer<String, byte[]> told) {
    for (Bytes place : waiting) {
      ByteBuffer parts = ByteBuffer.wrap(place.get());
      long hour = parts.getLong();
      byte[] key = new byte[parts.remaining()];
      parts.get(key);
      byte[] total = Objects.requireNonNull(hours.fetch(Bytes.wrap(key), hour), "a total");
      told.accept(Instant.ofEpochMilli(hour) + "/" + Bytes.wrap(key), total);
      untold.delete(place);
    }
    waiting.clear();
  }

  private static HourTotal read(byte[] kept) {
    return HourTotal.of(new String(kept, StandardCharsets.UTF_8));
  }

  private static Bytes place(byte[] key, long hour) {
    return Bytes.wrap(ByteBuffer.allocate(Long.BYTES + key.length).putLong(hour).put(key).array());
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What streams told last of each hour, within one transaction: turns running totals into what they
 * grew by, once, however often and in whatever order they come.
 */
final class StreamTotals {
  private static final String KEPT =
      """
      select content from stream_total
      where hour = ? and stream = ? and stream_partition = ? and key_high = ? and key_low = ?
      """;

  private static final String PUT =
      """
      insert into stream_total (stream, stream_partition, hour, key_high, key_low, events, content)
      values (:stream, :stream_partition, :hour, :key_high, :key_low, :events, :content)
      on conflict (hour, stream, stream_partition, key_high, key_low) do update set
        events = excluded.events, content = excluded.content
      """;

  private record Key(int partition, long hour, long high, long low) {
    static Key of(PartitionTotal told) {
      ByteBuffer key = ByteBuffer.wrap(told.total().key());
      return new Key(
          told.partition(),
          told.total().place().hour().getEpochSecond(),
          key.getLong(),
          key.getLong());
    }
  }

  private StreamTotals() {}

  /** Keeps the newest total of each place, and tells what each grew by; nothing is left out. */
  static List<HourTotal> growth(Handle handle, String stream, List<PartitionTotal> told) {
    Map<Key, HourTotal> newest = new LinkedHashMap<>();
    told.forEach(one -> newest.merge(Key.of(one), one.total(), StreamTotals::later));
    Map<Key, HourTotal> grown = new LinkedHashMap<>();
    try (Lookup kept = new Lookup(handle, KEPT);
        RowWriter put = new RowWriter(handle, PUT)) {
      newest.forEach(
          (key, total) ->
              since(kept(kept, stream, key), total)
                  .ifPresent(
                      growth -> {
                        grown.put(key, growth);
                        put(put, stream, key, total);
                      }));
      put.flush();
    }
    return List.copyOf(grown.values());
  }

  private static HourTotal later(HourTotal one, HourTotal two) {
    return two.amounts().events() > one.amounts().events() ? two : one;
  }

  /** Empty when the total tells of no more events than the one that is kept. */
  private static Optional<HourTotal> since(Optional<HourTotal> kept, HourTotal total) {
    if (kept.isEmpty()) {
      return Optional.of(total);
    }
    HourTotal.Amounts before = kept.get().amounts();
    return total.amounts().events() > before.events()
        ? Optional.of(new HourTotal(total.place(), total.amounts().since(before)))
        : Optional.empty();
  }

  private static Optional<HourTotal> kept(Lookup kept, String stream, Key key) {
    return kept.text(key.hour(), stream, (long) key.partition(), key.high(), key.low())
        .map(HourTotal::of);
  }

  private static void put(RowWriter put, String stream, Key key, HourTotal total) {
    put.bind("stream", stream)
        .bind("stream_partition", key.partition())
        .bind("hour", key.hour())
        .bind("key_high", key.high())
        .bind("key_low", key.low())
        .bind("events", total.amounts().events())
        .bind("content", total.text())
        .add();
  }
}

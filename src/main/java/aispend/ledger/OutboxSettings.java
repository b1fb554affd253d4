// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Dimension;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * Whether and how postings are kept, in the ledger itself, so that every process that writes to it
 * does the same.
 */
final class OutboxSettings {
  private static final String NAME = "postings";
  private static final String WINDOW = "window seconds";
  private static final String SERIES = "series";

  private static final String READ = "select value from meta where name = 'postings'";

  private static final String KEEP =
      """
      insert into meta (name, value) values (:name, :value)
      on conflict (name) do update set value = excluded.value
      """;

  private OutboxSettings() {}

  /** The settings; empty when postings are not kept. */
  static Optional<Outbox.Settings> read(Handle handle) {
    return handle
        .createQuery(READ)
        .mapTo(String.class)
        .findFirst()
        .filter(text -> !text.isEmpty())
        .map(text -> settings(JsonText.counts(text)));
  }

  static void keep(Handle handle, Outbox.Settings settings) {
    Map<String, Long> counts = new TreeMap<>();
    counts.put(WINDOW, settings.window().toSeconds());
    counts.put(SERIES, (long) settings.maxSeries());
    settings.top().forEach((dimension, top) -> counts.put(dimension.code(), (long) top));
    put(handle, JsonText.of(counts));
  }

  static void forget(Handle handle) {
    put(handle, "");
  }

  private static void put(Handle handle, String value) {
    handle.createUpdate(KEEP).bind("name", NAME).bind("value", value).execute();
  }

  private static Outbox.Settings settings(Map<String, Long> counts) {
    Map<Dimension, Integer> top = new EnumMap<>(Dimension.class);
    counts.forEach(
        (name, count) ->
            Dimension.ofCode(name)
                .ifPresent(dimension -> top.put(dimension, Math.toIntExact(count))));
    return new Outbox.Settings(
        Duration.ofSeconds(counts.getOrDefault(WINDOW, 0L)),
        Math.toIntExact(counts.getOrDefault(SERIES, 0L)),
        top);
  }
}

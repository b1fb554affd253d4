// SPDX-License-Identifier: Apache-2.0
package aispend.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The state of one partition, each kind with a changelog: which events were counted, what hours
 * come to, which of these were not told yet, and the partition's counters. The first two drop whole
 * pieces of time at once.
 */
final class StateStores {
  static final String SEEN = "seen";
  static final String HOURS = "hours";
  static final String UNTOLD = "untold";
  static final String COUNTERS = "counters";

  private static final Duration HOUR = Duration.ofHours(1);

  /** Nothing that the check still takes may be dropped, whatever clock the pieces go by. */
  private static final Duration MARGIN = Duration.ofDays(2);

  private StateStores() {}

  static Set<StoreBuilder<?>> all(Duration dedupeRetention) {
    return Set.of(
        byHour(SEEN, dedupeRetention).withCachingDisabled(),
        byHour(HOURS, dedupeRetention).withCachingEnabled(),
        byKey(UNTOLD),
        byKey(COUNTERS));
  }

  private static StoreBuilder<?> byKey(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
        .withLoggingEnabled(Map.of())
        .withCachingEnabled();
  }

  private static StoreBuilder<?> byHour(String name, Duration retention) {
    return Stores.windowStoreBuilder(
            Stores.persistentWindowStore(name, retention.plus(MARGIN), HOUR, false),
            Serdes.Bytes(),
            Serdes.ByteArray())
        .withLoggingEnabled(Map.of());
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.kafka;

import aispend.telemetry.StreamReading;
import aispend.telemetry.StreamReading.Family;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/** What a scrape is told of the stream. */
final class Readings {
  private static final int NANO_DIGITS = 9;

  private Readings() {}

  /** Nothing of a part that was not begun. */
  static List<StreamReading> of(@Nullable EventStream stream, @Nullable TotalsToLedger totals) {
    List<StreamReading> all = new ArrayList<>();
    if (stream != null) {
      stream.counters().forEach((partition, counters) -> add(all, partition, counters));
      add(all, Family.LAG, stream.lag());
      String state = stream.state();
      for (KafkaStreams.State one : KafkaStreams.State.values()) {
        String name = one.name().toLowerCase(Locale.ROOT);
        all.add(new StreamReading(Family.STATE, List.of(name), name.equals(state) ? 1 : 0));
      }
      all.add(new StreamReading(Family.RESTORING, List.of(), (double) stream.restoring()));
    }
    if (totals != null) {
      add(all, Family.TOTALS_LAG, totals.lag());
    }
    return all;
  }

  private static void add(
      List<StreamReading> all, int partition, PartitionCounters.Snapshot counters) {
    String number = Integer.toString(partition);
    counters
        .events()
        .forEach(
            (fate, count) ->
                all.add(
                    new StreamReading(
                        Family.EVENTS,
                        List.of(number, fate.name().toLowerCase(Locale.ROOT)),
                        (double) count)));
    counters
        .costNanos()
        .forEach(
            (provider, nanos) ->
                all.add(new StreamReading(Family.COST, List.of(number, provider), dollars(nanos))));
  }

  private static void add(List<StreamReading> all, Family family, Map<Integer, Long> byPartition) {
    byPartition.forEach(
        (partition, count) ->
            all.add(
                new StreamReading(family, List.of(Integer.toString(partition)), (double) count)));
  }

  private static double dollars(long nanos) {
    return BigDecimal.valueOf(nanos, NANO_DIGITS).doubleValue();
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.SeriesReading;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** How far running totals have come. */
final class SeriesRows {
  private static final String TENANT = "";

  private static final String READ =
      """
      select read_nanos, total, calls from otlp_series
      where tenant = :tenant and key_high = :high and key_low = :low
      """;

  private static final String FIRST =
      """
      insert into otlp_series (tenant, key_high, key_low, read_nanos, total, calls)
      values (:tenant, :high, :low, :at, :total, :calls)
      on conflict (tenant, key_high, key_low) do nothing
      """;

  private static final String NEXT =
      """
      update otlp_series set read_nanos = :at, total = :total, calls = :calls
      where tenant = :tenant and key_high = :high and key_low = :low and read_nanos = :after
      """;

  private SeriesRows() {}

  /** The last readings of those that have one; each follows on nothing. */
  static Map<SeriesReading.Key, SeriesReading> read(Handle handle, Set<SeriesReading.Key> keys) {
    Map<SeriesReading.Key, SeriesReading> known = new HashMap<>();
    try (Query query = handle.createQuery(READ)) {
      for (SeriesReading.Key key : keys) {
        query
            .bind("tenant", TENANT)
            .bind("high", key.high())
            .bind("low", key.low())
            .map(
                (row, context) ->
                    new SeriesReading(
                        key,
                        SeriesReading.NONE,
                        row.getLong("read_nanos"),
                        new BigDecimal(row.getString("total")),
                        row.getLong("calls")))
            .findFirst()
            .ifPresent(reading -> known.put(key, reading));
      }
    }
    return known;
  }

  /**
   * Keeps readings.
   *
   * @throws LedgerException when one does not follow on the last one that is kept: what it grew by
   *     was worked out from an older one and must not be booked
   */
  static void keep(Handle handle, List<SeriesReading> readings) {
    try (RowWriter first = new RowWriter(handle, FIRST);
        RowWriter next = new RowWriter(handle, NEXT)) {
      for (SeriesReading reading : readings) {
        RowWriter writer = reading.after() == SeriesReading.NONE ? first : next;
        int kept =
            writer
                .bind("tenant", TENANT)
                .bind("high", reading.key().high())
                .bind("low", reading.key().low())
                .bind("after", reading.after())
                .bind("at", reading.at())
                .bind("total", reading.total().toString())
                .bind("calls", reading.calls())
                .execute();
        if (kept == 0) {
          throw new LedgerException("another request read the same counters; send it again", null);
        }
      }
    }
  }
}

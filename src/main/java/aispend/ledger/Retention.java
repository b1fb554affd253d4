// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Dimension;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/**
 * Drops what is older than it is kept, one small piece a transaction. All sums were made when the
 * money was written, so no total moves: single events go, then the hours of sums whose days stay,
 * and records of hours become records of days ({@link Coarsening}). What a piece dropped is gone
 * for good even if the next one never comes, so a run that is cut off is simply gone on with.
 */
final class Retention {
  /** Rows of one table in one transaction: some milliseconds. */
  private static final int PIECE = 1_000;

  private static final long DAY = 86_400;
  private static final String EVENTS_FROM = "events_from";
  private static final String HOURS_FROM = "hours_from";

  /** Records put together in one transaction: some hundredths of a second. */
  private static final int JOINED = 8_000;

  private static final String EVENTS =
      """
      delete from event where (tenant, hour, id_high, id_low) in (
        select tenant, hour, id_high, id_low from event
        where occurred_at < :bound order by occurred_at limit :piece)
      """;

  private static final String HISTORY =
      """
      delete from record_history
      where (source_id, period_start, period_end, part, set_id, revision) in (
        select source_id, period_start, period_end, part, set_id, revision from record_history
        where replaced_at < :bound order by replaced_at limit :piece)
      """;

  private static final String SERIES =
      """
      delete from otlp_series where (tenant, key_high, key_low) in (
        select tenant, key_high, key_low from otlp_series
        where read_nanos < :bound * 1000000000 limit :piece)
      """;

  private static final String TOTALS =
      """
      delete from stream_total where (hour, stream, stream_partition, key_high, key_low) in (
        select hour, stream, stream_partition, key_high, key_low from stream_total
        where hour < :bound order by hour limit :piece)
      """;

  private static final String LATENCIES =
      """
      delete from latency_hour where (hour, source_id, project, model) in (
        select hour, source_id, project, model from latency_hour
        where hour < :bound order by hour limit :piece)
      """;

  private static final String CUBES =
      """
      delete from cube_hour where (view, start, source_id, cube_id) in (
        select view, start, source_id, cube_id from cube_hour
        where view = :view and start < :bound order by start limit :piece)
      """;

  private static final String VALUES =
      """
      delete from value_hour where (view, dimension, start, source_id, provider, value) in (
        select view, dimension, start, source_id, provider, value from value_hour
        where view = :view and dimension = :dimension and start < :bound
        order by start limit :piece)
      """;

  private final Handle handle;
  private final Optional<List<EventMonths.Old>> months;
  private final long rawBound;
  private final long hourlyBound;

  /**
   * A piece to be dropped.
   *
   * @param months which of events; empty where these have none and go by rows
   */
  Retention(Handle handle, RetentionBounds bounds, Optional<List<EventMonths.Old>> months) {
    this.handle = handle;
    this.months = months;
    this.rawBound = floor(bounds.rawFrom());
    this.hourlyBound = floor(bounds.hourlyFrom());
  }

  /** The months that may be dropped next, counted while others write. */
  static List<EventMonths.Old> oldMonths(Handle handle, RetentionBounds bounds) {
    return EventMonths.read(handle).oldBefore(handle, floor(bounds.rawFrom()));
  }

  /** The first instant of which every event is known; the epoch before anything was dropped. */
  static Instant eventsFrom(Handle handle) {
    return Meta.instant(handle, EVENTS_FROM);
  }

  /** The first instant of which sums are known by the hour; the epoch before any was dropped. */
  static Instant hoursFrom(Handle handle) {
    return Meta.instant(handle, HOURS_FROM);
  }

  /**
   * Drops a piece of each table.
   *
   * @return rows by table; empty when there is nothing left to drop
   */
  Map<String, Integer> drop() {
    // First, and in the same transaction: from here on no event of that time is taken any more, and
    // layers are compared by whole days where hours go.
    Meta.raise(handle, EVENTS_FROM, rawBound);
    Meta.raise(handle, HOURS_FROM, hourlyBound);
    Map<String, Integer> dropped = new LinkedHashMap<>();
    count(dropped, "event", dropEvents());
    count(dropped, "record_history", piece(HISTORY, rawBound).execute());
    count(dropped, "otlp_series", piece(SERIES, rawBound).execute());
    count(dropped, "stream_total", piece(TOTALS, rawBound).execute());
    count(dropped, "latency_hour", piece(LATENCIES, hourlyBound).execute());
    for (Rollups.View view : Rollups.View.values()) {
      count(dropped, "cube_hour", piece(CUBES, hourlyBound).bind("view", view.code()).execute());
      for (Dimension dimension : Dimension.values()) {
        Update values =
            piece(VALUES, hourlyBound)
                .bind("view", view.code())
                .bind("dimension", dimension.code());
        count(dropped, "value_hour", values.execute());
      }
    }
    long bound = Math.min(hourlyBound, rawBound); // no event grows a record of an earlier day
    count(dropped, "record", new Coarsening(handle, bound, JOINED).join());
    return dropped;
  }

  private int dropEvents() {
    return months
        .map(old -> EventMonths.drop(handle, old))
        .orElseGet(() -> piece(EVENTS, rawBound).execute());
  }

  private Update piece(String sql, long bound) {
    return handle.createUpdate(sql).bind("bound", bound).bind("piece", PIECE);
  }

  private static void count(Map<String, Integer> dropped, String table, int rows) {
    if (rows > 0) {
      dropped.merge(table, rows, Integer::sum);
    }
  }

  /** Whole days, so that a day is either told by its hours or not at all. */
  private static long floor(Instant instant) {
    return instant.getEpochSecond() - Math.floorMod(instant.getEpochSecond(), DAY);
  }
}

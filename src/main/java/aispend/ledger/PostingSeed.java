// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Posts what a ledger holds of the last window when postings are switched on: its records,
 * residuals and overlaps, less what was sent before they were switched off. Works day by day, so
 * that a day's records, not all, are held in memory.
 */
final class PostingSeed {
  private static final long DAY = 86_400;

  private static final String LONGEST =
      "select coalesce(max(period_end - period_start), 0) from record";

  private static final String NEWEST = "select coalesce(max(period_end), 0) from record";

  private static final String RECORDS =
      """
      select r.source_id, r.period_start, r.period_end, %s, %s
      from record r join dimension_set d on d.set_id = r.set_id
      where r.period_start > :day - :longest and r.period_start < :next_day
        and r.period_start + (r.period_end - r.period_start) / 2 >= :day
        and r.period_start + (r.period_end - r.period_start) / 2 < :next_day
        and r.cost_kind <> 'gone'
      """
          .formatted(Columns.list(Columns.CONTENT), Columns.list(Columns.DIMENSIONS));

  private static final String RESIDUALS =
      """
      select r.source_id, r.cost_nanos, d.*
      from residual r join dimension_set d on d.set_id = r.set_id where r.day = :day
      """;

  private static final String OVERLAPS =
      """
      select r.*, %s
      from overlap r join dimension_set d on d.set_id = r.set_id
      where r.start >= :day and r.start < :next_day
      """
          .formatted(Columns.list(Columns.DIMENSIONS));

  private static final String SENT =
      """
      select s.family, s.labels, p.stamp_ms, p.amount
      from posting p join posting_series s on s.series_id = p.series_id
      where p.stamp_ms >= :day * 1000 and p.stamp_ms < :next_day * 1000 and p.state = 'sent'
      """;

  private final Handle handle;
  private final List<Dimension> labels;
  private final Instant now;
  private final List<Sources.Stored> sources;
  private final Map<Long, Sources.Stored> byId;
  private final DisplayNames names;
  private final PostingSeries series;

  PostingSeed(Handle handle, List<Dimension> labels, Outbox.Settings settings, Instant now) {
    this.handle = handle;
    this.labels = labels;
    this.now = now;
    this.sources = Sources.all(handle);
    this.byId = sources.stream().collect(Collectors.toMap(Sources.Stored::id, Function.identity()));
    this.names = DisplayNames.read(handle);
    this.series = new PostingSeries(handle, settings, now);
  }

  void post(Duration window) {
    Instant from = now.minus(window).truncatedTo(ChronoUnit.DAYS);
    Instant newest = Instant.ofEpochSecond(number(NEWEST));
    Instant until =
        (newest.isAfter(now) ? newest : now).truncatedTo(ChronoUnit.DAYS).plusSeconds(DAY);
    long longest = Math.max(DAY, number(LONGEST));
    choose(new ChargePeriod(from, until));
    for (long day = from.getEpochSecond(); day < until.getEpochSecond(); day += DAY) {
      Postings postings = new Postings(handle, labels, names, now, series);
      records(postings, day, longest);
      residuals(postings, day);
      overlaps(postings, day);
      lessSent(postings, day);
      postings.flush();
    }
  }

  private long number(String sql) {
    return handle.createQuery(sql).mapTo(Long.class).one();
  }

  /** Gives the names of bounded labels to the values with the highest cost. */
  private void choose(ChargePeriod period) {
    for (Dimension label : labels) {
      SumReader.read(handle, SumQuery.total(period, label)).stream()
          .sorted(Comparator.comparing((SumRow row) -> row.cost().nanos()).reversed())
          .forEach(row -> series.shown(label, row.key().get(label)));
    }
  }

  private void records(Postings postings, long day, long longest) {
    handle
        .createQuery(RECORDS)
        .bind("day", day)
        .bind("next_day", day + DAY)
        .bind("longest", longest)
        .map(
            (row, context) -> {
              Sources.Stored source = source(row.getLong("source_id"));
              ChargePeriod period =
                  ChargePeriod.ofEpochSeconds(
                      row.getLong("period_start"), row.getLong("period_end"));
              Delta delta = Delta.between(Content.NOTHING, Columns.content(row));
              postings.reported(source.source(), period, delta);
              if (source.bookedInFull(sources)) {
                postings.canonical(source.source(), period, Columns.dimensions(row), delta);
              }
              return day;
            })
        .forEach(done -> {});
  }

  private void residuals(Postings postings, long day) {
    ChargePeriod period = ChargePeriod.ofEpochSeconds(day, day + DAY);
    handle
        .createQuery(RESIDUALS)
        .bind("day", day)
        .map(
            (row, context) -> {
              postings.canonical(
                  source(row.getLong("source_id")).source(),
                  period,
                  Columns.dimensions(row),
                  Delta.cost(row.getLong("cost_nanos")));
              return day;
            })
        .forEach(done -> {});
  }

  private void overlaps(Postings postings, long day) {
    handle
        .createQuery(OVERLAPS)
        .bind("day", day)
        .bind("next_day", day + DAY)
        .map(
            (row, context) -> {
              postings.canonical(
                  source(row.getLong("source_id")).source(),
                  ChargePeriod.ofEpochSeconds(row.getLong("start"), row.getLong("period_end")),
                  Columns.dimensions(row),
                  Measures.ofSums(row).delta());
              return day;
            })
        .forEach(done -> {});
  }

  private void lessSent(Postings postings, long day) {
    handle
        .createQuery(SENT)
        .bind("day", day)
        .bind("next_day", day + DAY)
        .map(
            (row, context) -> {
              postings.post(
                  PostingFamily.ofCode(row.getString("family")),
                  PostingSeries.labels(row.getString("labels")),
                  row.getLong("stamp_ms"),
                  Math.negateExact(row.getLong("amount")));
              return day;
            })
        .forEach(done -> {});
  }

  private Sources.Stored source(long id) {
    Sources.Stored source = byId.get(id);
    if (source == null) {
      throw new IllegalStateException("records of source " + id + ", which is not registered");
    }
    return source;
  }
}

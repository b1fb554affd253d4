// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import aispend.model.Dimensions;
import aispend.model.Layer;
import aispend.model.Source;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * Books a provider's canonical spend anew when a source is registered that changes how its layers
 * stand upon each other: a more detailed one that takes the place of the bill, another match.
 * Without it the bill would stay booked in full beside the detail.
 */
final class Relayering {
  private static final long DAY = 86_400;

  private static final String RECORDS =
      """
      select r.period_start, r.period_end, r.part, %s, %s
      from record r join dimension_set d on d.set_id = r.set_id
      where r.source_id = :source_id and r.cost_kind <> 'gone'
      """
          .formatted(Columns.list(Columns.CONTENT), Columns.list(Columns.DIMENSIONS));

  private static final String RESIDUALS =
      """
      select r.day, r.cost_nanos, d.*
      from residual r join dimension_set d on d.set_id = r.set_id where r.source_id = :source_id
      """;

  private static final String DAYS =
      """
      select distinct r.period_start - r.period_start % 86400 as day
      from record r join source s on s.source_id = r.source_id where s.provider = :provider
      """;

  private final Handle handle;
  private final Counters counters;
  private final Postings postings;
  private final Rollups rollups = new Rollups();

  Relayering(Handle handle, Counters counters, Postings postings) {
    this.handle = handle;
    this.counters = counters;
    this.postings = postings;
  }

  /**
   * Books what the registering of a source changed.
   *
   * @param before all sources before it
   */
  void apply(Source source, List<Sources.Stored> before) {
    List<Sources.Stored> after = Sources.all(handle);
    boolean changed = false;
    for (Sources.Stored old : before) {
      Sources.Stored now =
          after.stream().filter(other -> other.id() == old.id()).findFirst().orElseThrow();
      boolean inFull = now.bookedInFull(after);
      if (old.bookedInFull(before) != inFull) {
        book(now, inFull);
        changed = true;
      }
      postBilled(old, now);
      changed |= old.source().layer() != now.source().layer() || !old.match().equals(now.match());
    }
    if (changed) {
      bookResiduals(after.stream().filter(one -> isOf(source, one)).toList());
      rollups.flush(handle);
    }
  }

  private static boolean isOf(Source source, Sources.Stored stored) {
    return stored.source().provider().equals(source.provider());
  }

  /** Books all of a source's records, or takes them out of the books again. */
  private void book(Sources.Stored source, boolean inFull) {
    if (inFull) {
      unbookResiduals(source);
    }
    handle
        .createQuery(RECORDS)
        .bind("source_id", source.id())
        .map(
            (row, context) -> {
              Content content = Columns.content(row);
              canonical(
                  source,
                  ChargePeriod.ofEpochSeconds(
                      row.getLong("period_start"), row.getLong("period_end")),
                  Columns.dimensions(row),
                  (inFull
                          ? Delta.between(Content.NOTHING, content)
                          : Delta.between(content, Content.NOTHING))
                      .ending(EventPart.outcome(row.getString("part"))));
              return source.id();
            })
        .forEach(id -> {});
  }

  /** Posts a source's records as a bill, or takes them back, when its layer changed so. */
  private void postBilled(Sources.Stored old, Sources.Stored now) {
    boolean bill = now.source().layer() == Layer.BILLED;
    if (bill == (old.source().layer() == Layer.BILLED)) {
      return;
    }
    handle
        .createQuery(RECORDS)
        .bind("source_id", now.id())
        .map(
            (row, context) -> {
              long nanos = row.getLong("cost_nanos");
              postings.billed(
                  now.source(),
                  ChargePeriod.ofEpochSeconds(
                      row.getLong("period_start"), row.getLong("period_end")),
                  bill ? nanos : Math.negateExact(nanos));
              return now.id();
            })
        .forEach(id -> {});
  }

  private void unbookResiduals(Sources.Stored source) {
    handle
        .createQuery(RESIDUALS)
        .bind("source_id", source.id())
        .map(
            (row, context) -> {
              long day = row.getLong("day");
              canonical(
                  source,
                  ChargePeriod.ofEpochSeconds(day, day + DAY),
                  Columns.dimensions(row),
                  Delta.cost(Math.negateExact(row.getLong("cost_nanos"))));
              return day;
            })
        .forEach(day -> {});
    handle
        .createUpdate("delete from residual where source_id = :source_id")
        .bind("source_id", source.id())
        .execute();
  }

  private void bookResiduals(List<Sources.Stored> ofProvider) {
    TreeSet<Long> days = new TreeSet<>();
    handle
        .createQuery(DAYS)
        .bind("provider", ofProvider.get(0).source().provider())
        .mapTo(Long.class)
        .forEach(days::add);
    try (DimensionSets sets = new DimensionSets(handle)) {
      new Residuals(handle, sets, this::canonical, Instant.EPOCH, ofProvider).book(days);
    }
  }

  private void canonical(
      Sources.Stored booked, ChargePeriod period, Dimensions dimensions, Delta delta) {
    counters.canonical(booked.source(), dimensions, delta);
    postings.canonical(booked.source(), period, dimensions, delta);
    rollups.add(Rollups.View.CANONICAL, booked.id(), period, dimensions, delta);
  }
}

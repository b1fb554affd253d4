// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.UsageRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** One batch on its way into the ledger, within one transaction. */
final class Appending implements AutoCloseable {
  private static final long DAY = 86_400;

  private final Handle handle;
  private final MatchedModels models;
  private final Batch batch;
  private final List<Sources.Stored> sources;
  private final Sources.Stored source;
  private final DimensionSets sets;
  private final Records records;
  private final Rollups rollups = new Rollups();
  private final Counters counters;
  private final Postings postings;
  private final Delta reported = new Delta();
  private final TreeSet<Long> changed = new TreeSet<>();
  private int added;
  private int unchanged;
  private int restated;
  private int expired;
  private Optional<Instant> newest;

  Appending(Handle handle, Batch batch, List<Dimension> labels, MatchedModels models) {
    this.handle = handle;
    this.models = models;
    this.batch = batch;
    this.sources = Sources.all(handle);
    this.source =
        sources.stream()
            .filter(stored -> stored.source().name().equals(batch.source()))
            .findFirst()
            .orElseThrow(
                () -> new IllegalStateException("source " + batch.source() + " is not registered"));
    this.sets = new DimensionSets(handle);
    this.records = new Records(handle, source.id(), batch.readAt());
    DisplayNames names = DisplayNames.read(handle);
    this.counters = new Counters(labels, names);
    this.postings = new Postings(handle, labels, names, batch.readAt());
    this.newest = source.state().newest();
  }

  AppendResult append() {
    Predicate<Batch.Bucket> tellsNothingNew = new JoinedDays(handle, source.id());
    for (Batch.Bucket bucket : merged(batch.buckets())) {
      if (tellsNothingNew.test(bucket)) {
        expired += bucket.records().size();
      } else {
        append(bucket);
      }
    }
    records.flush();
    advance();
    // What layers are compared by is read from the sums, a polled log's own among them.
    rollups.flush(handle);
    bookLayers();
    rollups.flush(handle);
    if (!changed.isEmpty()) {
      counters.reported(source.source(), reported);
    }
    counters.flush(handle, batch.readAt());
    postings.flush();
    return new AppendResult(added, unchanged, restated, expired);
  }

  /** The totals that this transaction changed. */
  Set<CounterKey> totals() {
    return counters.flushed();
  }

  @Override
  public void close() {
    records.close();
    sets.close();
  }

  /** The pieces of one part and period together; complete when all of them are. */
  private static Collection<Batch.Bucket> merged(List<Batch.Bucket> buckets) {
    record Place(String part, ChargePeriod period) {}
    Map<Place, Batch.Bucket> merged = new LinkedHashMap<>();
    for (Batch.Bucket bucket : buckets) {
      merged.merge(new Place(bucket.part(), bucket.period()), bucket, Batch.Bucket::plus);
    }
    return merged.values();
  }

  private void append(Batch.Bucket bucket) {
    Map<Long, Records.Stored> stored = records.ofBucket(bucket.part(), bucket.period());
    stored.values().forEach(one -> sets.know(one.dimensions(), one.setId()));
    contents(bucket)
        .forEach(
            (dimensions, content) -> {
              long setId = sets.id(dimensions);
              put(bucket, setId, dimensions, content, stored.remove(setId));
            });
    if (bucket.complete()) {
      stored.values().forEach(gone -> remove(bucket, gone));
    }
  }

  private static Map<Dimensions, Content> contents(Batch.Bucket bucket) {
    Map<Dimensions, Content> contents = new LinkedHashMap<>();
    for (UsageRecord record : bucket.records()) {
      contents.merge(record.dimensions(), Content.of(record), Content::plus);
    }
    return contents;
  }

  private void put(
      Batch.Bucket bucket,
      long setId,
      Dimensions dimensions,
      Content content,
      Records.@Nullable Stored old) {
    if (newest.isEmpty() || newest.get().isBefore(bucket.period().end())) {
      newest = Optional.of(bucket.period().end());
    }
    if (old == null) {
      records.insert(bucket.part(), bucket.period(), setId, content);
      added++;
      book(bucket.period(), dimensions, Delta.between(Content.NOTHING, content));
    } else if (old.content().sameAs(content)) {
      unchanged++;
      reprice(bucket, setId, old, content);
    } else {
      restate(bucket, setId, dimensions, old.content(), content);
    }
  }

  /** Takes over savings that are worked out otherwise now; no restatement, as no vendor said so. */
  private void reprice(Batch.Bucket bucket, long setId, Records.Stored old, Content content) {
    if (!old.content().savings().equals(content.savings())) {
      records.reprice(bucket.part(), bucket.period(), setId, content.savings());
      book(bucket.period(), old.dimensions(), Delta.between(old.content(), content));
    }
  }

  private void remove(Batch.Bucket bucket, Records.Stored gone) {
    if (!gone.content().sameAs(Content.NOTHING)) {
      restate(bucket, gone.setId(), gone.dimensions(), gone.content(), Content.NOTHING);
    }
  }

  private void restate(
      Batch.Bucket bucket, long setId, Dimensions dimensions, Content before, Content after) {
    records.restate(bucket.part(), bucket.period(), setId, after);
    restated++;
    Delta delta = Delta.between(before, after);
    counters.restated(source.source(), delta.costNanos());
    book(bucket.period(), dimensions, delta);
  }

  private void book(ChargePeriod period, Dimensions dimensions, Delta delta) {
    reported.add(delta);
    postings.reported(source.source(), period, delta);
    rollups.add(Rollups.View.REPORTED, source.id(), period, dimensions, delta);
    if (source.bookedInFull(sources)) {
      canonical(source, period, dimensions, delta);
    }
    changed.add(period.start().getEpochSecond());
  }

  private void canonical(
      Sources.Stored booked, ChargePeriod period, Dimensions dimensions, Delta delta) {
    counters.canonical(booked.source(), dimensions, delta);
    postings.canonical(booked.source(), period, dimensions, delta);
    rollups.add(Rollups.View.CANONICAL, booked.id(), period, dimensions, delta);
  }

  /** Moves the watermark and the settled instant forward, never back. */
  private void advance() {
    Instant read = earlier(batch.window().end(), batch.readAt());
    Instant watermark = later(read, source.state().watermark().orElse(Instant.EPOCH));
    // Only what this batch read again can have settled by it: an old range says nothing of later.
    Instant quiet = earlier(read, batch.readAt().minus(source.source().settleAfter()));
    long bucket = source.source().bucket().toSeconds();
    Instant aligned =
        Instant.ofEpochSecond(
            quiet.getEpochSecond() - Math.floorMod(quiet.getEpochSecond(), bucket));
    Instant settled = later(aligned, source.state().settledUntil().orElse(Instant.EPOCH));
    Sources.advance(handle, source.id(), watermark, settled, newest);
  }

  /** Books layers anew where records changed, where this batch read on, and what settled by it. */
  private void bookLayers() {
    List<Sources.Stored> now = Sources.all(handle);
    LedgerReader.SourceState before = source.state();
    LedgerReader.SourceState after =
        now.stream().filter(one -> one.id() == source.id()).findFirst().orElseThrow().state();
    Layering layering =
        new Layering(handle, models, ProviderStack.of(source.source().provider(), now));
    changed.forEach(layering::changed);
    Instant settledBefore = before.settledUntil().orElse(Instant.EPOCH);
    Instant settled = after.settledUntil().orElseThrow();
    if (source.bookedInFull(sources)) {
      Instant readBefore = before.watermark().orElse(Instant.EPOCH);
      layering.changed(later(readBefore, batch.window().start()), after.watermark().orElseThrow());
      layering.changed(settledBefore, settled);
    } else {
      layering.changedDays(newlySettled(settledBefore, settled));
    }
    layering.book(sets, this::canonical, batch.readAt());
  }

  private List<Long> newlySettled(Instant before, Instant after) {
    List<Long> days = new ArrayList<>();
    long from = Math.max(before.getEpochSecond(), firstDay());
    for (long day = from - Math.floorMod(from, DAY); day + DAY <= after.getEpochSecond(); ) {
      days.add(day);
      day += DAY;
    }
    return days;
  }

  private long firstDay() {
    return handle
        .createQuery("select coalesce(min(period_start), :none) from record where source_id = :id")
        .bind("none", batch.readAt().getEpochSecond())
        .bind("id", source.id())
        .mapTo(Long.class)
        .one();
  }

  private static Instant earlier(Instant one, Instant two) {
    return one.isBefore(two) ? one : two;
  }

  private static Instant later(Instant one, Instant two) {
    return one.isAfter(two) ? one : two;
  }
}

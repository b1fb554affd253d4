// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.ledger.Event.Fate;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Events on their way into the ledger, within one transaction. Each is kept by itself, so that none
 * counts twice, and added to the record of its hour, part and dimensions. A record that grows so
 * was not wrong before: it has no history and is no restatement.
 */
final class EventAppending implements AutoCloseable {
  /**
   * So long events of a series and hour share one posting, or each call would be one of its own.
   */
  private static final Duration HOLD = Duration.ofMinutes(1);

  private record Place(
      Sources.Stored source, ChargePeriod period, String part, Dimensions dimensions) {}

  private final Handle handle;
  private final Instant receivedAt;
  private final Map<Source, Sources.Stored> bySource = new HashMap<>();
  private List<Sources.Stored> sources;
  private final DimensionSets sets;
  private final EventRows rows;
  private final Rollups rollups = new Rollups();
  private final LatencyRollup latencies = new LatencyRollup();
  private final Counters counters;
  private final Postings postings;
  private final Map<Place, Content> growth = new LinkedHashMap<>();

  EventAppending(Handle handle, Instant receivedAt, List<Dimension> labels) {
    this.handle = handle;
    this.receivedAt = receivedAt;
    this.sources = Sources.all(handle);
    this.sets = new DimensionSets(handle);
    this.rows = new EventRows(handle);
    DisplayNames names = DisplayNames.read(handle);
    this.counters = new Counters(labels, names);
    this.postings = new Postings(handle, labels, names, receivedAt).holding(HOLD);
  }

  List<Fate> append(List<Event> events) {
    List<Fate> fates = new ArrayList<>(events.size());
    for (Event event : events) {
      fates.add(keep(event));
    }
    growth.keySet().stream().map(Place::source).distinct().forEach(this::grow);
    bySource.values().forEach(stored -> Sources.listened(handle, stored, receivedAt));
    rollups.flush(handle);
    latencies.flush(handle);
    counters.flush(handle, receivedAt);
    postings.flush();
    return fates;
  }

  @Override
  public void close() {
    rows.close();
    sets.close();
  }

  private Fate keep(Event event) {
    Sources.Stored source = bySource.computeIfAbsent(event.source(), this::source);
    Dimensions dimensions = event.usage().dimensions();
    Fate fate = rows.keep(event, source.id(), sets.id(dimensions));
    if (fate == Fate.ACCEPTED) {
      Place place = new Place(source, event.usage().period(), event.part(), dimensions);
      growth.merge(place, Content.of(event.usage()), Content::plus);
      latencies.add(event, source.id());
      counters.told(event);
    }
    return fate;
  }

  /** The source as stored, which comes into being with its first event. */
  private Sources.Stored source(Source source) {
    Optional<Sources.Stored> known = stored(source);
    if (known.isPresent()) {
      return known.get();
    }
    Sources.register(handle, source, Set.of());
    counters.announce(source);
    sources = Sources.all(handle);
    return stored(source).orElseThrow();
  }

  private Optional<Sources.Stored> stored(Source source) {
    return sources.stream()
        .filter(stored -> stored.source().name().equals(source.name()))
        .findFirst();
  }

  private void grow(Sources.Stored source) {
    Optional<Instant> newest = source.state().newest();
    try (Records records = new Records(handle, source.id(), receivedAt)) {
      for (Map.Entry<Place, Content> entry : growth.entrySet()) {
        if (entry.getKey().source().equals(source)) {
          grow(records, entry.getKey(), entry.getValue());
          Instant end = entry.getKey().period().end();
          newest = newest.isPresent() && newest.get().isAfter(end) ? newest : Optional.of(end);
        }
      }
      records.flush();
    }
    newest.ifPresent(end -> Sources.newest(handle, source.id(), end));
  }

  private void grow(Records records, Place place, Content more) {
    long setId = sets.id(place.dimensions());
    Optional<Records.Stored> old = records.one(place.part(), place.period(), setId);
    if (old.isEmpty()) {
      records.insert(place.part(), place.period(), setId, more);
    } else {
      records.grow(place.part(), place.period(), setId, old.get().content().plus(more));
    }
    book(place, Delta.between(Content.NOTHING, more).ending(EventPart.outcome(place.part())));
  }

  private void book(Place place, Delta delta) {
    Sources.Stored source = place.source();
    counters.reported(source.source(), delta);
    postings.reported(source.source(), place.period(), delta);
    rollups.add(Rollups.View.REPORTED, source.id(), place.period(), place.dimensions(), delta);
    if (source.bookedInFull(sources)) {
      canonical(source, place.period(), place.dimensions(), delta);
    }
  }

  private void canonical(
      Sources.Stored booked, ChargePeriod period, Dimensions dimensions, Delta delta) {
    counters.canonical(booked.source(), dimensions, delta);
    postings.canonical(booked.source(), period, dimensions, delta);
    rollups.add(Rollups.View.CANONICAL, booked.id(), period, dimensions, delta);
  }
}

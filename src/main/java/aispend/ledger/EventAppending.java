// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.ledger.Event.Fate;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Sender;
import aispend.model.Source;
import aispend.model.UsageRecord;
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

  /** Small, since it is compared for each event. */
  private record Place(long sourceId, long hour, String part, long setId) {}

  private record Grown(Place place, UsageRecord example, Content content) {
    Grown plus(Grown other) {
      return new Grown(place, example, content.plus(other.content));
    }
  }

  private record Way(Sender sender, String provider) {
    static Way of(Event event) {
      return new Way(event.sender(), event.usage().dimensions().get(Dimension.PROVIDER));
    }
  }

  private final Handle handle;
  private final Instant receivedAt;
  private final Map<Way, Sources.Stored> byWay = new HashMap<>();
  private List<Sources.Stored> sources;
  private final DimensionSets sets;
  private final EventRows rows;
  private final Rollups rollups = new Rollups();
  private final LatencyRollup latencies = new LatencyRollup();
  private final Counters counters;
  private final Postings postings;
  private final Map<Place, Grown> growth = new LinkedHashMap<>();
  private final LateEvents late;

  EventAppending(
      Handle handle,
      Instant receivedAt,
      List<Dimension> labels,
      KnownSets committed,
      MatchedModels models) {
    this.handle = handle;
    this.receivedAt = receivedAt;
    this.sources = Sources.all(handle);
    this.sets = new DimensionSets(handle, committed);
    this.rows = new EventRows(handle);
    DisplayNames names = DisplayNames.read(handle);
    this.counters = new Counters(labels, names);
    this.postings = new Postings(handle, labels, names, receivedAt).holding(HOLD);
    this.late = new LateEvents(handle, models);
  }

  List<Fate> append(List<Event> events) {
    List<Fate> fates = new ArrayList<>(events.size());
    for (Event event : events) {
      fates.add(keep(event));
    }
    byWay.values().forEach(this::grow);
    byWay.values().forEach(stored -> Sources.listened(handle, stored, receivedAt));
    rollups.flush(handle);
    bookLayers();
    latencies.flush(handle);
    counters.flush(handle, receivedAt);
    postings.flush();
    return fates;
  }

  /** The ids of the combinations of dimensions that this transaction used. */
  Map<Dimensions, Long> sets() {
    return sets.known();
  }

  @Override
  public void close() {
    rows.close();
    sets.close();
  }

  private Fate keep(Event event) {
    Sources.Stored source = byWay.computeIfAbsent(Way.of(event), way -> source(event.source()));
    UsageRecord usage = event.usage();
    long setId = sets.id(usage.dimensions());
    Content content = Content.of(usage);
    Fate fate = rows.keep(event, content, source.id(), setId);
    if (fate == Fate.ACCEPTED) {
      long hour = usage.period().start().getEpochSecond();
      Place place = new Place(source.id(), hour, event.part(), setId);
      growth.merge(place, new Grown(place, usage, content), Grown::plus);
      latencies.add(event, source.id());
      counters.told(event);
      late.note(event, sources);
    }
    return fate;
  }

  /** What is booked here changes sums that are written already, so it has sums of its own. */
  private void bookLayers() {
    Rollups layered = new Rollups();
    late.book(
        sets,
        (booked, period, dimensions, delta) -> {
          counters.canonical(booked.source(), dimensions, delta);
          postings.canonical(booked.source(), period, dimensions, delta);
          layered.add(Rollups.View.CANONICAL, booked.id(), period, dimensions, delta);
        },
        receivedAt);
    layered.flush(handle);
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
    try (Growth records = new Growth(handle, source.id(), receivedAt)) {
      for (Grown grown : growth.values()) {
        if (grown.place().sourceId() == source.id()) {
          grow(records, source, grown);
          Instant end = grown.example().period().end();
          newest = newest.isPresent() && newest.get().isAfter(end) ? newest : Optional.of(end);
        }
      }
      records.flush();
    }
    newest.ifPresent(end -> Sources.newest(handle, source.id(), end));
  }

  private void grow(Growth records, Sources.Stored source, Grown grown) {
    Place place = grown.place();
    ChargePeriod period = grown.example().period();
    records.add(place.part(), period, place.setId(), grown.content());
    Delta delta =
        Delta.between(Content.NOTHING, grown.content()).ending(EventPart.outcome(place.part()));
    book(source, period, grown.example().dimensions(), delta);
  }

  private void book(
      Sources.Stored source, ChargePeriod period, Dimensions dimensions, Delta delta) {
    counters.reported(source.source(), delta);
    postings.reported(source.source(), period, delta);
    rollups.add(Rollups.View.REPORTED, source.id(), period, dimensions, delta);
    if (source.bookedInFull(sources)) {
      canonical(source, period, dimensions, delta);
    }
  }

  private void canonical(
      Sources.Stored booked, ChargePeriod period, Dimensions dimensions, Delta delta) {
    counters.canonical(booked.source(), dimensions, delta);
    postings.canonical(booked.source(), period, dimensions, delta);
    rollups.add(Rollups.View.CANONICAL, booked.id(), period, dimensions, delta);
  }
}

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
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

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
  private record Place(long hour, String part, long setId) {}

  private record Grown(UsageRecord example, Content content) {
    Grown plus(Grown other) {
      return new Grown(example, content.plus(other.content));
    }
  }

  private record Way(Sender sender, String provider) {
    static Way of(Event event) {
      return new Way(event.sender(), event.usage().dimensions().get(Dimension.PROVIDER));
    }
  }

  /** What the events of one source add. */
  private static final class Heard {
    private final Sources.Stored source;
    private final Spending spending;
    private final Map<Place, Grown> growth = new LinkedHashMap<>();
    private @Nullable Instant newest;

    Heard(Sources.Stored source, Spending spending) {
      this.source = source;
      this.spending = spending;
    }

    void add(EventRows.Placed placed) {
      UsageRecord usage = placed.event().usage();
      long hour = usage.period().start().getEpochSecond();
      growth.merge(
          new Place(hour, placed.event().part(), placed.setId()),
          new Grown(usage, placed.content()),
          Grown::plus);
      spending.told(placed.event());
      Instant end = usage.period().end();
      newest = newest == null || newest.isBefore(end) ? end : newest;
    }
  }

  private final Handle handle;
  private final Instant receivedAt;
  private final List<Dimension> labels;
  private final Standing standing;
  private final Standing.Facts facts;
  private List<Sources.Stored> sources;

  /** Whether nothing of before is on its way any more. */
  private boolean listening = true;

  private final Map<Way, Heard> byWay = new LinkedHashMap<>();
  private final DimensionSets sets;
  private final EventRows rows;
  private final Rollups rollups = new Rollups();
  private final LatencyRollup latencies = new LatencyRollup();
  private final Counters counters;
  private final Postings postings;
  private final LateEvents late;

  EventAppending(
      Handle handle,
      Instant receivedAt,
      List<Dimension> labels,
      KnownSets committed,
      MatchedModels models,
      Standing standing) {
    this.handle = handle;
    this.receivedAt = receivedAt;
    this.labels = labels;
    this.standing = standing;
    this.facts = standing.in(handle);
    this.sources = facts.sources();
    this.sets = new DimensionSets(handle, committed);
    this.rows = new EventRows(handle, standing.database());
    this.counters = new Counters(labels, facts.names());
    this.postings =
        new Postings(handle, labels, facts.names(), receivedAt, facts.outbox()).holding(HOLD);
    this.late = new LateEvents(handle, models);
  }

  List<Fate> append(List<Event> events) {
    List<EventRows.Placed> placed = new ArrayList<>(events.size());
    events.stream().filter(this::isKnownTime).forEach(event -> placed.add(place(event)));
    boolean roomMade = makeRoom(placed);
    List<Fate> fates = rows.keep(placed);
    for (int i = 0; i < fates.size(); i++) {
      if (fates.get(i) == Fate.ACCEPTED) {
        add(placed.get(i));
      }
    }
    book(!roomMade);
    Iterator<Fate> ofPlaced = fates.iterator();
    return events.stream()
        .map(event -> isKnownTime(event) ? ofPlaced.next() : Fate.EXPIRED)
        .toList();
  }

  /**
   * Adds events that were counted elsewhere, each once. How far all are here is said by others.
   *
   * @return how many of them are of a time that is not known any more, and left out
   */
  long add(List<HourTotal> growth) {
    listening = false;
    long expired = 0;
    for (HourTotal grown : growth) {
      Event all = grown.asEvent();
      if (isKnownTime(all)) {
        EventRows.Placed placed = place(all);
        add(placed);
        latencies.add(grown, placed.sourceId());
      } else {
        expired += grown.amounts().events();
      }
    }
    book(true);
    return expired;
  }

  /**
   * Writes what was added up.
   *
   * @param sameMonths whether what stands in the database has no other months than before
   */
  private void book(boolean sameMonths) {
    byWay.values().forEach(this::grow);
    rollups.flush(handle);
    bookLayers();
    latencies.flush(handle);
    counters.flush(handle, facts.bounds(), receivedAt);
    postings.flush();
    if (sources == facts.sources() && sameMonths) {
      standing.stays(handle);
    } else {
      standing.changed();
    }
  }

  /** Whether every event of that time is still there to tell this one from. */
  private boolean isKnownTime(Event event) {
    return !event.identity().at().isBefore(facts.eventsFrom());
  }

  private boolean makeRoom(List<EventRows.Placed> placed) {
    Set<Long> hours = new HashSet<>();
    placed.forEach(one -> hours.add(one.event().usage().period().start().getEpochSecond()));
    return facts.months().map(months -> months.makeRoom(handle, hours)).orElse(false);
  }

  /** The ids of the combinations of dimensions that this transaction used. */
  Map<Dimensions, Long> sets() {
    return sets.known();
  }

  /** The totals that this transaction changed. */
  Set<CounterKey> totals() {
    return counters.flushed();
  }

  @Override
  public void close() {
    rows.close();
    sets.close();
  }

  private EventRows.Placed place(Event event) {
    return new EventRows.Placed(
        event,
        Content.of(event.usage()),
        heard(event).source.id(),
        sets.id(event.usage().dimensions()));
  }

  private void add(EventRows.Placed placed) {
    heard(placed.event()).add(placed);
    latencies.add(placed.event(), placed.sourceId());
    late.note(placed.event(), sources);
  }

  private Heard heard(Event event) {
    return byWay.computeIfAbsent(
        Way.of(event), way -> new Heard(source(event.source()), new Spending(labels)));
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
    Sources.Stored known = stored(source);
    if (known == null) {
      Sources.register(handle, source, Set.of());
      counters.announce(source);
      sources = Sources.all(handle);
      known = stored(source);
    }
    if (known == null) {
      throw new IllegalStateException("source " + source.name() + " was not registered");
    }
    return known;
  }

  private Sources.@Nullable Stored stored(Source source) {
    for (Sources.Stored stored : sources) {
      if (stored.source().name().equals(source.name())) {
        return stored;
      }
    }
    return null;
  }

  private void grow(Heard heard) {
    long sourceId = heard.source.id();
    try (Growth records = new Growth(handle, sourceId, receivedAt)) {
      heard.growth.forEach(
          (place, grown) -> {
            ChargePeriod period = grown.example().period();
            Dimensions dimensions = grown.example().dimensions();
            Delta delta =
                Delta.between(Content.NOTHING, grown.content())
                    .ending(EventPart.outcome(place.part()));
            records.add(place.part(), period, place.setId(), grown.content());
            rollups.add(Rollups.View.CANONICAL, sourceId, period, dimensions, delta);
            heard.spending.add(period, dimensions, delta);
          });
      records.flush();
    }
    heard.spending.book(heard.source.source(), counters, postings);
    if (listening) {
      Sources.heard(handle, heard.source, receivedAt, heard.newest);
    } else {
      Sources.told(handle, heard.source, heard.newest);
    }
  }
}

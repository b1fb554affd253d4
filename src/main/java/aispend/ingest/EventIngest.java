// SPDX-License-Identifier: Apache-2.0
package aispend.ingest;

import aispend.ledger.Event;
import aispend.ledger.LedgerException;
import aispend.ledger.LedgerReader;
import aispend.ledger.LedgerWriter;
import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.ReportedEvent;
import aispend.model.SeriesReading;
import aispend.model.Tenant;
import aispend.model.UsageRecord;
import aispend.normalise.Normaliser;
import aispend.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Takes what applications send into the ledger and counts what became of it. Any thread may use it;
 * the ledger does one batch at a time.
 */
public final class EventIngest implements EventIntake {
  /** Each has a source of its own, which is kept for ever. */
  public static final int MOST_PROVIDERS = 200;

  /** What is sent later is history and says nothing of how quick calls are now. */
  private static final Duration FRESH = Duration.ofHours(1);

  private final LedgerWriter writer;
  private final LedgerReader reader;
  private final Function<String, Normaliser> normalisers;
  private final Telemetry telemetry;

  /** Of the providers that have a source in the ledger, which they keep for ever. */
  private final Map<String, Normaliser> kept = new ConcurrentHashMap<>();

  /**
   * A door for events.
   *
   * @param normalisers by the provider that an event names
   */
  public EventIngest(
      LedgerWriter writer,
      LedgerReader reader,
      Function<String, Normaliser> normalisers,
      Telemetry telemetry) {
    this.writer = writer;
    this.reader = reader;
    this.normalisers = normalisers;
    this.telemetry = telemetry;
  }

  /**
   * Normalises and keeps events in one transaction.
   *
   * @throws NotKeptException when none was kept
   */
  @Override
  public List<EventResult> accept(List<ReportedEvent> reported, Tenant tenant, Instant receivedAt) {
    return accept(
        reported,
        tenant,
        receivedAt,
        events -> events.isEmpty() ? List.of() : writer.appendEvents(events, receivedAt));
  }

  /**
   * As {@link #accept(List, Tenant, Instant)}, and keeps in the same transaction the readings of
   * running totals that the events were worked out from, whatever becomes of the events.
   *
   * @throws NotKeptException also when a reading does not follow on the last one that is kept
   */
  public List<EventResult> acceptReadings(
      List<ReportedEvent> reported,
      Tenant tenant,
      List<SeriesReading> readings,
      Instant receivedAt) {
    return accept(
        reported, tenant, receivedAt, events -> writer.appendEvents(events, readings, receivedAt));
  }

  /**
   * The last readings of those running totals that have one.
   *
   * @throws NotKeptException when the ledger cannot be read
   */
  public Map<SeriesReading.Key, SeriesReading> readings(Set<SeriesReading.Key> keys) {
    try {
      return reader.seriesReadings(keys);
    } catch (LedgerException e) {
      throw new NotKeptException(e);
    }
  }

  /**
   * From when on readings are known; a running total that began before and has none may have been
   * read and forgotten.
   *
   * @throws NotKeptException when the ledger cannot be read
   */
  public Instant readingsFrom() {
    try {
      return reader.eventsFrom();
    } catch (LedgerException e) {
      throw new NotKeptException(e);
    }
  }

  private List<EventResult> accept(
      List<ReportedEvent> reported,
      Tenant tenant,
      Instant receivedAt,
      Function<List<Event>, List<Event.Fate>> keep) {
    PricedEvents priced = new PricedEvents(normalisersOf(reported)::get);
    EventResult[] results = new EventResult[reported.size()];
    List<Event> events = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < results.length; i++) {
      PricedEvents.Outcome outcome = priced.of(reported.get(i), tenant);
      if (outcome.event() != null) {
        events.add(outcome.event());
        places.add(i);
      } else if (outcome.refusal() != null) {
        results[i] = outcome.refusal();
      }
    }
    List<Event.Fate> fates = keeping(() -> keep.apply(events));
    for (int i = 0; i < fates.size(); i++) {
      results[places.get(i)] = result(fates.get(i));
      if (fates.get(i) == Event.Fate.ACCEPTED) {
        measure(events.get(i), receivedAt);
      }
    }
    return Arrays.asList(results);
  }

  /**
   * Says that events were taken up to an instant.
   *
   * @throws NotKeptException when the ledger cannot be written
   */
  public void listened(Instant until) {
    keeping(
        () -> {
          writer.listened(until);
          return true;
        });
  }

  /** Normalisers by provider, without the providers that are too many. */
  private Map<String, Normaliser> normalisersOf(List<ReportedEvent> events) {
    Set<String> wanted =
        events.stream().map(EventIngest::provider).collect(Collectors.toCollection(TreeSet::new));
    if (!kept.keySet().containsAll(wanted)) {
      keepKnown();
    }
    Map<String, Normaliser> all = new HashMap<>();
    int known = kept.size();
    for (String provider : wanted) {
      Normaliser normaliser = kept.get(provider);
      if (normaliser != null) {
        all.put(provider, normaliser);
      } else if (known < MOST_PROVIDERS) {
        known++;
        all.put(provider, normalisers.apply(provider));
      }
    }
    return all;
  }

  private void keepKnown() {
    try {
      reader.sources().stream()
          .filter(state -> state.source().isSent())
          .forEach(state -> kept.computeIfAbsent(state.source().provider(), normalisers));
    } catch (LedgerException e) {
      throw new NotKeptException(e);
    }
  }

  private void measure(Event event, Instant receivedAt) {
    if (isUnpriced(event.usage())) {
      telemetry.eventUnpriced(event.usage().dimensions().get(Dimension.PROVIDER));
    }
    Duration age = Duration.between(event.identity().at(), receivedAt);
    telemetry.knownAfter(event.sender().code(), age.isNegative() ? Duration.ZERO : age);
    if (age.compareTo(FRESH) > 0) {
      return;
    }
    String provider = event.usage().dimensions().get(Dimension.PROVIDER);
    String model = event.usage().dimensions().get(Dimension.MODEL);
    Long latency = event.timing().latencyMillis();
    if (latency != null) {
      telemetry.callTook(provider, model, Duration.ofMillis(latency));
    }
    Long firstToken = event.timing().firstTokenMillis();
    if (firstToken != null) {
      telemetry.firstTokenTook(provider, model, Duration.ofMillis(firstToken));
    }
  }

  /** Tool calls use no tokens, so that the counter of unpriced tokens would not show them. */
  private static boolean isUnpriced(UsageRecord usage) {
    boolean used = !usage.tokens().isEmpty() || !usage.units().isEmpty();
    return used && usage.cost() instanceof Cost.Unpriced;
  }

  private <T> T keeping(Supplier<T> write) {
    long begun = System.nanoTime();
    try {
      T result = write.get();
      telemetry.ledgerWritten(Duration.ofNanos(System.nanoTime() - begun));
      return result;
    } catch (LedgerException e) {
      telemetry.ledgerWriteFailed();
      throw new NotKeptException(e);
    }
  }

  private static EventResult result(Event.Fate fate) {
    return switch (fate) {
      case ACCEPTED -> EventResult.ACCEPTED;
      case DUPLICATE -> EventResult.DUPLICATE;
      case CONFLICT -> EventResult.CONFLICT;
      case REFUSED -> EventResult.TOO_MUCH;
      case EXPIRED -> EventResult.EXPIRED;
    };
  }

  private static String provider(ReportedEvent event) {
    return event.usage().dimensions().get(Dimension.PROVIDER);
  }
}

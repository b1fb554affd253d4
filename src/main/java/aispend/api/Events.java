// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import aispend.api.EventBodies.EventPage;
import aispend.ledger.EventQuery;
import aispend.ledger.KeptEvent;
import aispend.ledger.LedgerReader;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Outcome;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Single calls, to follow a sum to its rows. Any thread may ask. */
final class Events {
  private static final IntegerParameter LIMIT =
      new IntegerParameter("limit", 1, 1000, 100, "Most events of a page.");
  private static final TextParameter FROM =
      TextParameter.time("from", "Only calls from this time on; without it from the first one.");
  private static final TextParameter TO =
      TextParameter.time("to", "Only calls before this time; without it up to the newest one.");
  private static final TextParameter STATUS =
      TextParameter.oneOf("status", "How the call ended.", List.of("ok", "error", "aborted"));
  private static final TextParameter CURSOR =
      new TextParameter(
          "cursor",
          "next_cursor of a page, for the page behind it; the other parameters stay the same.",
          Map.of(
              "type",
              "string",
              "example",
              Cursor.text(EventQuery.Place.at(Instant.parse("2026-11-21T12:00:00Z")))));

  private final LedgerReader ledger;
  private final Spending spending;
  private final Clock clock;

  Events(LedgerReader ledger, Clock clock) {
    this.ledger = ledger;
    this.spending = new Spending(ledger);
    this.clock = clock;
  }

  Endpoint endpoint() {
    return new Endpoint(
        EventsDocument.PATH,
        "Single calls as they were told, the newest first.",
        new Parameters(
            List.of(LIMIT), List.of(FROM, TO, STATUS, CURSOR), EnumSet.allOf(Dimension.class)),
        EventPage.class,
        this::page);
  }

  private Answer<EventPage> page(Question asked) throws ApiException {
    Instant now = clock.instant();
    ChargePeriod period = period(asked, now);
    EventQuery query = query(asked, period);
    List<KeptEvent> events = ledger.events(query);
    String next =
        events.size() < asked.number(LIMIT)
            ? null
            : Cursor.text(events.get(events.size() - 1).place());
    return spending.answer(
        now,
        asked.scope(),
        period,
        events.stream()
            .filter(EventRows::unpriced)
            .mapToLong(event -> event.tokens().total())
            .sum(),
        new EventPage(events.stream().map(EventRows::row).toList(), next));
  }

  private static EventQuery query(Question asked, ChargePeriod period) throws ApiException {
    EventQuery.Place end = EventQuery.Place.at(period.end());
    String cursor = asked.text(CURSOR);
    EventQuery.Place before = cursor == null ? end : Cursor.place(CURSOR, cursor);
    return new EventQuery(
        period.start(),
        before.second() < end.second() ? before : end,
        asked.scope().where(),
        asked.scope().source(),
        outcome(asked),
        asked.number(LIMIT));
  }

  /** No event is further ahead of the clock than a day, as the configuration bounds it. */
  private static ChargePeriod period(Question asked, Instant now) throws ApiException {
    Instant from = FROM.time(asked);
    Instant to = TO.time(asked);
    Instant start = from == null ? Instant.EPOCH : from;
    Instant end = to == null ? ChargePeriod.dayOf(now).end().plus(1, ChronoUnit.DAYS) : to;
    if (!start.isBefore(end)) {
      throw ApiException.badParameter(
          from == null ? TO.name() : FROM.name(), "leaves no time", "from before to");
    }
    return new ChargePeriod(start, end);
  }

  private static @Nullable Outcome outcome(Question asked) throws ApiException {
    String status = asked.text(STATUS);
    if (status == null) {
      return null;
    }
    for (Outcome outcome : Outcome.values()) {
      if (EventRows.status(outcome).equals(status)) {
        return outcome;
      }
    }
    throw ApiException.badParameter(
        STATUS.name(), "is '" + Text.cut(status) + "'", "ok, error, aborted");
  }
}

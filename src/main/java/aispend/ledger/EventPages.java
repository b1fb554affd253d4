// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.ledger.EventQuery.Place;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.ReportedEvent.Timing;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Reads single events newest first, from the index on their time. With a filter only those hours
 * are looked through in which the records know of such an event.
 */
final class EventPages {
  private static final long HOUR = 3_600;
  private static final int MICRO_DIGITS = 6;

  /** The cross joins keep the index in the lead: one row of it is one row of the answer. */
  private static final String PAGE =
      """
      select e.event_id, e.occurred_at, e.set_id, e.id_high, e.id_low, e.part, e.cost_nanos,
        e.list_nanos, e.tokens, e.units, e.latency_millis, e.first_token_millis, e.fingerprint,
        e.extra, s.name as source_name, %s
      from event e cross join source s cross join dimension_set d
      where e.occurred_at >= :from
        and (e.occurred_at, e.set_id, e.id_high, e.id_low) < (:second, :set_id, :high, :low)
        and %s and s.source_id = e.source_id and d.set_id = e.set_id
      order by e.occurred_at desc, e.set_id desc, e.id_high desc, e.id_low desc
      limit :limit
      """;

  private final Handle handle;
  private final EventQuery query;
  private final DisplayNames names;

  /** Nothing is shown that is to be dropped, even where it is still there. */
  private final long from;

  private final WantedEvents wanted;
  private final List<KeptEvent> found = new ArrayList<>();

  private EventPages(Handle handle, EventQuery query) {
    this.handle = handle;
    this.query = query;
    this.names = DisplayNames.read(handle);
    this.from =
        Math.max(query.from().getEpochSecond(), Retention.eventsFrom(handle).getEpochSecond());
    this.wanted = new WantedEvents(handle, query, names);
  }

  static List<KeptEvent> read(Handle handle, EventQuery query) {
    EventPages pages = new EventPages(handle, query);
    if (query.unfiltered()) {
      pages.page(pages.from, query.before());
    } else {
      pages.hours();
    }
    return List.copyOf(pages.found);
  }

  private void hours() {
    WantedEvents.Hours hours = wanted.hours();
    while (found.size() < query.limit()) {
      Long hour = hours.next();
      if (hour == null) {
        return;
      }
      Place end = Place.at(Instant.ofEpochSecond(hour + HOUR));
      boolean whole = end.second() <= query.before().second();
      page(Math.max(hour, from), whole ? end : query.before());
    }
  }

  private void page(long from, Place before) {
    handle
        .createQuery(PAGE.formatted(Columns.list(Columns.DIMENSIONS), wanted.condition()))
        .bind("from", from)
        .bind("second", before.second())
        .bind("set_id", before.setId())
        .bind("high", before.high())
        .bind("low", before.low())
        .bind("limit", query.limit() - found.size())
        .map((row, context) -> event(row))
        .forEach(found::add);
  }

  private KeptEvent event(ResultSet row) throws SQLException {
    Dimensions dimensions = Columns.dimensions(row);
    String source = row.getString("source_name");
    return new KeptEvent(
        new Place(
            row.getLong("occurred_at"),
            row.getLong("set_id"),
            row.getLong("id_high"),
            row.getLong("id_low")),
        row.getString("event_id"),
        Instant.ofEpochSecond(row.getLong("occurred_at")),
        source.substring(0, source.indexOf('@')),
        dimensions,
        named(dimensions),
        TokenText.tokens(row.getString("tokens")),
        units(row.getString("units")),
        paid(row),
        EventPart.outcome(row.getString("part")),
        new Timing(
            Columns.nullableLong(row, "latency_millis"),
            Columns.nullableLong(row, "first_token_millis")),
        Columns.nullableLong(row, "fingerprint"),
        row.getString("extra"));
  }

  private static KeptEvent.Paid paid(ResultSet row) throws SQLException {
    boolean told = EventPart.told(row.getString("part"));
    Money cost = money(Columns.nullableLong(row, "cost_nanos"));
    return new KeptEvent.Paid(
        cost, told, told ? money(Columns.nullableLong(row, "list_nanos")) : cost);
  }

  private static @Nullable Money money(@Nullable Long nanos) {
    return nanos == null ? null : Money.usd(nanos);
  }

  private Dimensions named(Dimensions dimensions) {
    String provider = dimensions.get(Dimension.PROVIDER);
    Map<Dimension, String> shown = new EnumMap<>(Dimension.class);
    dimensions
        .values()
        .forEach(
            (dimension, id) -> shown.put(dimension, names.name(provider, dimension, dimensions)));
    return new Dimensions(shown);
  }

  private static Map<String, BigDecimal> units(String json) {
    Map<String, BigDecimal> units = new HashMap<>();
    JsonText.counts(json)
        .forEach(
            (unit, micros) ->
                units.put(
                    unit,
                    new BigDecimal(
                        BigDecimal.valueOf(micros, MICRO_DIGITS)
                            .stripTrailingZeros()
                            .toPlainString())));
    return units;
  }
}

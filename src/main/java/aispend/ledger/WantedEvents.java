// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Outcome;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Which events a filter wants, as a condition of SQL, and the hours that have any. The wanted
 * combinations of dimensions are kept in a table of the reading connection, however many they are.
 */
final class WantedEvents {
  private static final long HOUR = 3_600;

  /** Hours looked for at first; four times as many each time that they did not suffice. */
  private static final long FIRST_STRETCH = 24 * HOUR;

  private static final String HOURS =
      """
      select distinct e.period_start from record e
      where e.period_start >= :from and e.period_start < :until and %s
      order by e.period_start desc
      """;

  private final Handle handle;
  private final EventQuery query;
  private final String condition;

  WantedEvents(Handle handle, EventQuery query, DisplayNames names) {
    this.handle = handle;
    this.query = query;
    if (ofSomeSets()) {
      WantedSets.keep(handle, names, List.of(query.where(), query.within()));
    }
    this.condition =
        Stream.of(ofSets(), ofSources(), ofOutcome())
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(" and "));
  }

  /** On columns of {@code e}, which is an event or a record. */
  String condition() {
    return query.unfiltered() ? "1 = 1" : condition;
  }

  Hours hours() {
    return new Hours();
  }

  private String ofSets() {
    return ofSomeSets() ? "e.set_id in (select set_id from wanted_set)" : "";
  }

  private boolean ofSomeSets() {
    return !query.where().isEmpty() || !query.within().isEmpty();
  }

  /** Records have other sources too; events are only of those that are sent. */
  private String ofSources() {
    String ids =
        Sources.all(handle).stream()
            .filter(stored -> stored.source().isSent())
            .filter(
                stored -> query.source() == null || stored.source().label().equals(query.source()))
            .map(stored -> Long.toString(stored.id()))
            .collect(Collectors.joining(", "));
    return ids.isEmpty() ? "1 = 0" : "e.source_id in (" + ids + ")";
  }

  private String ofOutcome() {
    Outcome outcome = query.outcome();
    if (outcome == null) {
      return "";
    }
    return outcome == Outcome.SUCCESS
        ? "e.part not like '%:error' and e.part not like '%:aborted'"
        : "e.part like '%:" + outcome.code() + "'";
  }

  /** The hours that have a wanted event, newest first. */
  final class Hours {
    private final Deque<Long> ready = new ArrayDeque<>();
    private long until =
        query.before().second() - Math.floorMod(query.before().second(), HOUR) + HOUR;
    private long stretch = FIRST_STRETCH;

    /** Null when there are no more. */
    @Nullable Long next() {
      long first =
          query.from().getEpochSecond() - Math.floorMod(query.from().getEpochSecond(), HOUR);
      while (ready.isEmpty() && until > first) {
        long from = stretch < until - first ? until - stretch : first;
        handle
            .createQuery(HOURS.formatted(condition))
            .bind("from", from)
            .bind("until", until)
            .mapTo(Long.class)
            .forEach(ready::add);
        until = from;
        stretch *= 4;
      }
      return ready.poll();
    }
  }
}

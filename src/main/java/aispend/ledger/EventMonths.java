// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/**
 * The UTC months that single events lie in on PostgreSQL, each a part of the table by itself, as
 * one transaction found them. A month is made before the first event of the month before it is
 * kept, or on the way for events that come late; and dropped as a whole once it is old.
 *
 * @param parts in no particular order, without overlaps
 */
record EventMonths(List<Part> parts) {
  /**
   * A part of the table.
   *
   * @param from its first hour in epoch seconds; the lowest number for one from before there were
   *     months
   * @param until the first hour behind it
   */
  record Part(String table, long from, long until) {
    boolean holds(long hour) {
      return from <= hour && hour < until;
    }
  }

  /** A part that is to be dropped, with so many events. */
  record Old(String table, int events) {}

  private static final String PARTS =
      """
      select c.relname, pg_get_expr(c.relpartbound, c.oid) as bounds
      from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = to_regclass('event')
      """;

  private static final Pattern BOUNDS = Pattern.compile("FROM \\('?(.+?)'?\\) TO \\('?(.+?)'?\\)");

  /** Attached by itself, so that nobody who reads events has to wait. */
  private static final String MAKE =
      """
      create table %1$s (like event including all,
        check (occurred_at >= %2$d and occurred_at < %3$d))
      """;

  private static final String ATTACH =
      "alter table event attach partition %1$s for values from (%2$d) to (%3$d)";

  /** Who reads events is waited for so long, and waits so long at most. */
  private static final String IMPATIENT = "set local lock_timeout = '2s'";

  EventMonths {
    parts = List.copyOf(parts);
  }

  static EventMonths read(Handle handle) {
    return new EventMonths(
        handle
            .createQuery(PARTS)
            .map((row, context) -> part(row.getString("relname"), row.getString("bounds")))
            .list());
  }

  private static Part part(String table, String bounds) {
    Matcher matcher = BOUNDS.matcher(bounds);
    if (!matcher.find()) {
      throw new LedgerException("part " + table + " of events holds no range: " + bounds, null);
    }
    String from = matcher.group(1);
    return new Part(
        table,
        from.equals("MINVALUE") ? Long.MIN_VALUE : Long.parseLong(from),
        Long.parseLong(matcher.group(2)));
  }

  /**
   * Makes the months of some hours, and the one behind the last of them, where they are missing.
   *
   * @param hours in epoch seconds
   * @return whether any was made; then this is old
   */
  boolean makeRoom(Handle handle, Collection<Long> hours) {
    Set<YearMonth> wanted = new TreeSet<>();
    hours.forEach(hour -> wanted.add(monthOf(hour)));
    hours.stream()
        .max(Comparator.naturalOrder())
        .ifPresent(last -> wanted.add(monthOf(last).plusMonths(1)));
    wanted.removeIf(month -> isThere(startOf(month)));
    wanted.forEach(month -> make(handle, month));
    return !wanted.isEmpty();
  }

  private boolean isThere(long hour) {
    return parts.stream().anyMatch(part -> part.holds(hour));
  }

  private static void make(Handle handle, YearMonth month) {
    String table = "event_" + month.toString().replace('-', '_');
    long from = startOf(month);
    long until = startOf(month.plusMonths(1));
    handle.execute(MAKE.formatted(table, from, until));
    handle.execute(ATTACH.formatted(table, from, until));
  }

  /**
   * What may be dropped next of the parts that hold nothing from an instant on, oldest first: the
   * first that holds anything, and the empty ones before it.
   */
  List<Old> oldBefore(Handle handle, long bound) {
    List<Old> old = new ArrayList<>();
    for (Part part : parts.stream().sorted(Comparator.comparingLong(Part::until)).toList()) {
      boolean enough = !old.isEmpty() && old.get(old.size() - 1).events() > 0;
      if (part.until() > bound || enough) {
        break;
      }
      String count = "select count(*) from " + part.table();
      old.add(new Old(part.table(), handle.createQuery(count).mapTo(Integer.class).one()));
    }
    return old;
  }

  /** Drops parts with all their events, and tells how many these were. */
  static int drop(Handle handle, List<Old> old) {
    if (!old.isEmpty()) {
      handle.execute(IMPATIENT);
      old.forEach(part -> handle.execute("drop table " + part.table()));
    }
    return old.stream().mapToInt(Old::events).sum();
  }

  private static YearMonth monthOf(long hour) {
    return YearMonth.from(Instant.ofEpochSecond(hour).atZone(ZoneOffset.UTC));
  }

  private static long startOf(YearMonth month) {
    return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
  }
}

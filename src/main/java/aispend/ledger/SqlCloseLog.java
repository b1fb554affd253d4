// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.ledger.ClosedMonths.Stored;
import aispend.ledger.ClosedRows.Place;
import aispend.model.ChargePeriod;
import aispend.model.Tenant;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Closes months in the ledger's database. Days are written down in transactions of their own while
 * the month is still open; the last transaction writes those again that changed meanwhile, and
 * closes it.
 */
final class SqlCloseLog implements CloseLog {
  private static final String FIRST = "select min(start) as first from cube_day where view = :view";

  private final Storage storage;

  /**
   * What everybody spent in months whose own spend is known from their records alone, when these
   * were read last; by close.
   */
  private final Map<Long, Map<Place, SumTotal>> compared = new ConcurrentHashMap<>();

  SqlCloseLog(Storage storage) {
    this.storage = storage;
  }

  @Override
  public Optional<MonthClose> find(Tenant tenant, YearMonth month) {
    return storage.read(
        "read whether " + month + " is closed",
        handle -> ClosedMonths.find(handle, tenant.name(), month).flatMap(Stored::close));
  }

  @Override
  public Closing close(Tenant tenant, YearMonth month, String by, String reason, Instant now) {
    String what = "close " + month;
    Stored draft = storage.writeQuietly(what, handle -> ClosedMonths.draft(handle, tenant, month));
    for (ChargePeriod day : draft.period().split(ClosedRows.DAY)) {
      Optional<MonthClose> closed =
          storage.writeQuietly(what, handle -> freeze(handle, tenant, month, day, now));
      if (closed.isPresent()) {
        return new Closing(closed.get(), false);
      }
    }
    return storage.write(what, handle -> finish(handle, tenant, month, by, reason, now));
  }

  /** Writes a day down; the close, when another was faster. */
  private static Optional<MonthClose> freeze(
      Handle handle, Tenant tenant, YearMonth month, ChargePeriod day, Instant now) {
    Stored draft = ClosedMonths.find(handle, tenant.name(), month).orElseThrow();
    if (draft.closedAt() == null) {
      new ClosedDays(handle, draft).freeze(day, now);
    }
    return draft.close();
  }

  private static Closing finish(
      Handle handle, Tenant tenant, YearMonth month, String by, String reason, Instant now) {
    Stored draft = ClosedMonths.find(handle, tenant.name(), month).orElseThrow();
    Optional<MonthClose> closed = draft.close();
    if (closed.isPresent()) {
      return new Closing(closed.get(), false);
    }
    ClosedDays days = new ClosedDays(handle, draft);
    for (Instant day : days.changed()) {
      days.freeze(new ChargePeriod(day, day.plus(ClosedRows.DAY)), now);
    }
    ClosedMonths.finish(handle, draft, by, reason, now);
    Stored done = ClosedMonths.find(handle, tenant.name(), month).orElseThrow();
    return new Closing(done.close().orElseThrow(), true);
  }

  /**
   * A look at a closed month.
   *
   * @param days those that may have changed
   * @param everybody what everybody spent in it; null where its own spend is known from sums
   */
  private record Look(Set<Instant> days, @Nullable Map<Place, SumTotal> everybody) {}

  @Override
  public int book(Instant now) {
    int booked = 0;
    for (Stored month : storage.read("read the closed months", ClosedMonths::closed)) {
      Look look = storage.read("compare " + month.month(), on -> lookAt(on, month, now));
      for (Instant day : look.days()) {
        booked += book(month, day, now);
      }
      if (look.everybody() != null) {
        compared.put(month.id(), look.everybody());
      }
    }
    return booked;
  }

  private Look lookAt(Handle handle, Stored month, Instant now) {
    ClosedDays days = new ClosedDays(handle, month);
    Map<Place, SumTotal> everybody = days.isReadFromRecords() ? days.ofEverybody() : null;
    Set<Instant> all = new TreeSet<>(days.due(now));
    if (everybody == null || !everybody.equals(compared.get(month.id()))) {
      all.addAll(days.changed());
    }
    return new Look(all, everybody);
  }

  private int book(Stored month, Instant day, Instant now) {
    boolean changed =
        storage.read(
            "compare " + day,
            handle -> !new ClosedDays(handle, month).difference(day, now).isEmpty());
    String what = "book corrections of " + month.month();
    return changed
        ? storage.write(what, handle -> book(handle, month, day, now))
        : storage.writeQuietly(what, handle -> book(handle, month, day, now));
  }

  private static int book(Handle handle, Stored month, Instant day, Instant now) {
    return new ClosedDays(handle, month).book(day, knownAt(handle, month.tenant(), now), now);
  }

  /** Now; but never within a closed month, should the clock have been set back. */
  static Instant knownAt(Handle handle, String tenant, Instant now) {
    Instant open =
        ClosedMonths.closed(handle).stream()
            .filter(stored -> stored.tenant().equals(tenant))
            .map(stored -> stored.period().end())
            .max(Comparator.naturalOrder())
            .orElse(Instant.EPOCH);
    Instant whole = now.truncatedTo(ChronoUnit.SECONDS);
    return whole.isBefore(open) ? open : whole;
  }

  @Override
  public Optional<YearMonth> firstMonth() {
    return storage.read(
        "read the first month",
        handle ->
            handle
                .createQuery(FIRST)
                .bind("view", Rollups.View.CANONICAL.code())
                .map((row, context) -> Optional.ofNullable(Columns.nullableLong(row, "first")))
                .one()
                .map(start -> MonthClose.monthOf(Instant.ofEpochSecond(start))));
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.ledger.ClosedMonths.Stored;
import aispend.ledger.ClosedRows.Kept;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Glob;
import aispend.model.Money;
import aispend.model.Tenant;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Closed months in the ledger's database, as one tenant or everybody may see them. */
final class SqlBooks implements Books {
  private static final Instant END_OF_TIME = Instant.ofEpochSecond(Long.MAX_VALUE / 1_000_000_000L);

  private static final Comparator<Kept> AS_KNOWN =
      Comparator.comparing((Kept kept) -> known(kept.row()))
          .thenComparing(kept -> kept.row().day().start())
          .thenComparing(kept -> ClosedRows.flat(kept.row().shown()).toString())
          .thenComparing(kept -> ClosedRows.flat(kept.ids()).toString());

  private final Storage storage;
  private final Tenant reader;

  SqlBooks(Storage storage, Tenant reader) {
    this.storage = storage;
    this.reader = reader;
  }

  @Override
  public List<MonthClose> closed() {
    return storage.read(
        "read the closed months", handle -> inForce(handle).stream().map(this::shown).toList());
  }

  @Override
  public List<BookedRow> frozen(MonthClose month, ChargePeriod day, Map<Dimension, String> where) {
    Predicate<Kept> wanted = wanted(where);
    return storage.read(
        "read a closed day",
        handle ->
            new ClosedRows(handle, stored(handle, month).id())
                .frozen(day.start()).stream().filter(wanted).map(Kept::row).toList());
  }

  @Override
  public List<BookedRow> corrections(
      MonthClose month, ChargePeriod known, Instant now, Map<Dimension, String> where) {
    Predicate<Kept> wanted = wanted(where);
    return storage.read(
        "read corrections",
        handle ->
            corrections(handle, stored(handle, month), now)
                .filter(kept -> known.contains(known(kept.row())))
                .filter(wanted)
                .sorted(AS_KNOWN)
                .map(Kept::row)
                .toList());
  }

  @Override
  public List<ProviderTotal> totals(MonthClose month, Instant now) {
    return storage.read("add up a closed month", handle -> totals(handle, month, now));
  }

  private List<ProviderTotal> totals(Handle handle, MonthClose month, Instant now) {
    Stored stored = stored(handle, month);
    Map<String, ProviderTotal> totals = new TreeMap<>();
    frozen(handle, stored)
        .forEach(
            (provider, cost) ->
                totals.put(provider, new ProviderTotal(provider, cost, Money.ZERO_USD, 0)));
    corrections(handle, stored, now)
        .filter(wanted(Map.of()))
        .forEach(
            kept -> {
              String provider = kept.ids().get(Dimension.PROVIDER);
              Money cost = kept.row().total().cost();
              totals.merge(
                  provider,
                  new ProviderTotal(provider, Money.ZERO_USD, cost, 1),
                  (sum, more) ->
                      new ProviderTotal(
                          provider,
                          sum.closed(),
                          sum.corrections().plus(more.corrections()),
                          sum.corrected() + 1));
            });
    return List.copyOf(totals.values());
  }

  /** Of everything from the sums, less the corrections that are in them; else from the rows. */
  private Map<String, Money> frozen(Handle handle, Stored stored) {
    ClosedRows rows = new ClosedRows(handle, stored.id());
    Map<String, Money> costs = new TreeMap<>();
    if (isOwn(stored)) {
      rows.sums().forEach((place, sum) -> costs.merge(place.provider(), sum.cost(), Money::plus));
      rows.corrections(Instant.EPOCH, END_OF_TIME)
          .forEach(
              kept ->
                  costs.merge(
                      kept.ids().get(Dimension.PROVIDER),
                      kept.row().total().negated().cost(),
                      Money::plus));
      return costs;
    }
    Predicate<Kept> wanted = wanted(Map.of());
    for (ChargePeriod day : stored.period().split(ClosedRows.DAY)) {
      rows.frozen(day.start()).stream()
          .filter(wanted)
          .forEach(
              kept ->
                  costs.merge(
                      kept.ids().get(Dimension.PROVIDER), kept.row().total().cost(), Money::plus));
    }
    return costs;
  }

  /** Those that are written down, and what is not yet. */
  private static Stream<Kept> corrections(Handle handle, Stored month, Instant now) {
    ClosedDays days = new ClosedDays(handle, month);
    Instant knownAt = SqlCloseLog.knownAt(handle, month.tenant(), now);
    List<Kept> all =
        new ArrayList<>(new ClosedRows(handle, month.id()).corrections(Instant.EPOCH, END_OF_TIME));
    for (Instant day : days.changed()) {
      all.addAll(days.difference(day, knownAt));
    }
    return all.stream();
  }

  private List<Stored> inForce(Handle handle) {
    Map<YearMonth, Stored> months = new TreeMap<>();
    for (Stored stored : ClosedMonths.closed(handle)) {
      if (stored.tenant().equals(reader.name())) {
        months.put(stored.month(), stored);
      } else if (stored.tenant().isEmpty()) {
        months.putIfAbsent(stored.month(), stored);
      }
    }
    return List.copyOf(months.values());
  }

  private Stored stored(Handle handle, MonthClose month) {
    return inForce(handle).stream()
        .filter(stored -> stored.month().equals(month.month()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(month.month() + " is not closed"));
  }

  /** Who closed what is not the tenant's alone, and why, may tell of others. */
  private MonthClose shown(Stored stored) {
    MonthClose close = stored.close().orElseThrow();
    return isOwn(stored)
        ? close
        : new MonthClose("", close.month(), close.closedAt(), "the operator", "");
  }

  private boolean isOwn(Stored stored) {
    return stored.tenant().equals(reader.name());
  }

  /** What meets conditions, and is the reader's. */
  private Predicate<Kept> wanted(Map<Dimension, String> where) {
    Map<Dimension, Glob> asked = globs(where);
    Map<Dimension, Glob> own = globs(reader.where());
    return kept -> kept.meets(asked) && kept.meets(own);
  }

  private static Map<Dimension, Glob> globs(Map<Dimension, String> where) {
    Map<Dimension, Glob> globs = new EnumMap<>(Dimension.class);
    where.forEach((dimension, value) -> globs.put(dimension, new Glob(value)));
    return globs;
  }

  private static Instant known(BookedRow row) {
    Instant known = row.knownAt();
    return known == null ? Instant.EPOCH : known;
  }
}

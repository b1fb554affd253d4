// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Tenant;
import aispend.testing.Call;
import aispend.testing.SettledSpend;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterTry;

/**
 * Events, usage, bills, closes of all and of one tenant, and bookings in any order over two months:
 * what was closed and its corrections are what is known, at every moment and to the nano.
 */
class SqliteClosePropertiesTest {
  private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
  private static final LocalDate FIRST = LocalDate.parse("2026-10-29");
  private static final Tenant ANN = new Tenant("ann", Map.of(Dimension.USER, "ann*"));
  private static final ChargePeriod EVER =
      new ChargePeriod(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"));

  private final LedgerFolders folders = new LedgerFolders();

  @AfterTry
  void deleteFolders() throws IOException {
    folders.delete();
  }

  @Property(tries = 12, shrinking = ShrinkingMode.OFF)
  void closedAndCorrected_isWhatIsKnownNow(@ForAll long seed) {
    Random random = new Random(seed);
    try (SettledSpend spend =
        new SettledSpend(
            folders.newFolder(), SettledSpend.USAGE, SettledSpend.COSTS, SettledSpend.OTHER)) {
      Instant now = Instant.parse("2026-11-03T00:00:00Z");
      for (int step = 0; step < 40; step++) {
        now = now.plus(Duration.ofHours(random.nextInt(48)));
        step(spend, random, now, step);
        assertSums(spend.ledger, now);
      }
      bookAll(spend.ledger, now);
      assertRows(spend.ledger.books(), spend.ledger, now);
      assertRows(new TenantLedger(spend.ledger, ANN).books(), view(spend), now);
    }
  }

  private static LedgerReader view(SettledSpend spend) {
    return new TenantLedger(spend.ledger, ANN);
  }

  private static void step(SettledSpend spend, Random random, Instant now, int number) {
    LocalDate date = FIRST.plusDays(random.nextInt(8));
    String dollars = random.nextInt(20) + ".00000000" + random.nextInt(10);
    String project = "p" + random.nextInt(2);
    String hour = date + "T0" + random.nextInt(10) + ":00:00Z";
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> spend.ledger.appendEvents(List.of(call(random, number, hour, dollars)), now);
      case 3 -> spend.hour(SettledSpend.USAGE, hour, project, "m", dollars);
      case 4 ->
          spend.days(
              SettledSpend.COSTS,
              date.toString(),
              date.plusDays(1).toString(),
              project,
              "m",
              dollars);
      case 5 -> spend.settled(date.toString());
      case 6 -> close(spend.ledger, random, now);
      default -> spend.ledger.closes().book(now);
    }
  }

  private static Event call(Random random, int number, String hour, String dollars) {
    return new Call("c" + number, hour)
        .of(Dimension.PROVIDER, random.nextBoolean() ? "v" : "w")
        .of(Dimension.MODEL, "m")
        .of(Dimension.USER, random.nextBoolean() ? "ann" : "bob")
        .told(dollars, null)
        .event();
  }

  private static void close(SqlLedger ledger, Random random, Instant now) {
    YearMonth month = OCTOBER.plusMonths(random.nextInt(2));
    if (!MonthClose.periodOf(month).end().isAfter(now)) {
      ledger.closes().close(random.nextBoolean() ? Tenant.ALL : ANN, month, "x", "", now);
    }
  }

  /** By day and provider, without waiting for anything to be booked. */
  private static void assertSums(SqlLedger ledger, Instant now) {
    for (MonthClose month : ledger.books().closed()) {
      assertThat(booked(ledger.books(), month, now, Set.of(Dimension.PROVIDER)))
          .isEqualTo(known(ledger, month, Set.of(Dimension.PROVIDER)));
    }
  }

  /** By day and all dimensions, once each day had its turn. */
  private static void assertRows(Books books, LedgerReader ledger, Instant now) {
    Set<Dimension> all = EnumSet.allOf(Dimension.class);
    for (MonthClose month : books.closed()) {
      assertThat(booked(books, month, now, all)).isEqualTo(known(ledger, month, all));
    }
  }

  private static Map<Place, SumTotal> booked(
      Books books, MonthClose month, Instant now, Set<Dimension> by) {
    Map<Place, SumTotal> booked = new HashMap<>();
    for (BookedRow row : rows(books, month, now)) {
      Place place = new Place(row.day().start(), row.shown().only(by));
      booked.merge(place, row.total(), SumTotal::plus);
    }
    booked.values().removeIf(SumTotal::isZero);
    return booked;
  }

  private record Place(Instant day, Dimensions shown) {}

  private static List<BookedRow> rows(Books books, MonthClose month, Instant now) {
    List<BookedRow> rows = new ArrayList<>(books.corrections(month, EVER, now, Map.of()));
    month
        .period()
        .split(Duration.ofDays(1))
        .forEach(day -> rows.addAll(books.frozen(month, day, Map.of())));
    return rows;
  }

  private static Map<Place, SumTotal> known(
      LedgerReader ledger, MonthClose month, Set<Dimension> by) {
    Map<Place, SumTotal> known = new HashMap<>();
    SumQuery query =
        SumQuery.total(month.period(), by.toArray(new Dimension[0])).each(SumQuery.Granularity.DAY);
    for (SumRow row : ledger.sums(query)) {
      known.put(new Place(Objects.requireNonNull(row.bucket()), row.key()), SumTotal.of(row));
    }
    return known;
  }

  private static void bookAll(SqlLedger ledger, Instant now) {
    for (int look = 0; look < 31; look++) {
      ledger.closes().book(now.plus(Duration.ofDays(2)).plusSeconds(look));
    }
  }
}

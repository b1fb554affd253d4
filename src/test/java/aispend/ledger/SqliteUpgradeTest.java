// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.BalanceLevel;
import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.LearnedPrice;
import aispend.model.Money;
import aispend.model.RefusedPrice;
import aispend.model.ReportedBalance;
import aispend.model.Savings;
import aispend.model.Tenant;
import aispend.model.TokenType;
import aispend.model.Tokens;
import aispend.model.UsageRecord;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ledger files of earlier versions, opened by this one. */
final class SqliteUpgradeTest {
  private static final Tokens TOKENS =
      new Tokens(Map.of(TokenType.INPUT, 10L, TokenType.CACHE_READ, 90L));

  @TempDir private Path folder;

  @Test
  void ledgerOfTheFirstVersion_keepsItsSumsAndSavesFromTheNextReadingOn() throws SQLException {
    writeFirstVersion();

    try (SqlLedger ledger = SqlLedger.open(url(), LedgerKit.LABELS)) {
      ledger.register(LedgerKit.USAGE, Set.of());
      SumQuery day = SumQuery.total(LedgerKit.day(0));
      assertThat(ledger.sums(day)).containsExactly(sum(Savings.NONE));
      assertThat(ledger.sums(day.ofSource("openai:usage"))).containsExactly(sum(Savings.NONE));

      AppendResult again =
          ledger.append(
              new Batch(
                  "openai:usage",
                  LedgerKit.hour(5),
                  List.of(new Batch.Bucket("main", LedgerKit.hour(5), true, List.of(readAgain()))),
                  LedgerKit.at(6)));

      assertThat(again).isEqualTo(new AppendResult(0, 1, 0, 0));
      assertThat(ledger.sums(day)).containsExactly(sum(Savings.usd(900, 0)));
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void ledgerOfEachEarlierVersion_keepsItsRowsAndTakesMore(String version) throws SQLException {
    writeFirstVersion();
    migrateTo(version);

    for (int opening = 0; opening < 2; opening++) {
      try (SqlLedger ledger = SqlLedger.open(url(), LedgerKit.LABELS)) {
        SumQuery day = SumQuery.total(LedgerKit.day(0));
        assertThat(ledger.sums(day)).extracting(SumRow::cost).containsExactly(Money.usd("0.5"));
        assertThat(ledger.sums(day)).extracting(SumRow::tokens).containsExactly(TOKENS);
      }
    }
    try (SqlLedger ledger = SqlLedger.open(url(), LedgerKit.LABELS)) {
      ledger.register(LedgerKit.USAGE, Set.of());
      ledger.append(
          new Batch(
              "openai:usage",
              LedgerKit.hour(6),
              List.of(new Batch.Bucket("main", LedgerKit.hour(6), true, List.of(anHourLater()))),
              LedgerKit.at(7)));
      assertThat(ledger.sums(SumQuery.total(LedgerKit.day(0))))
          .extracting(SumRow::cost)
          .containsExactly(Money.usd("1"));
    }
  }

  static Stream<String> versions() {
    Flyway known = Flyway.configure().dataSource("jdbc:sqlite::memory:", null, null).load();
    return Stream.of(known.info().all()).map(each -> String.valueOf(each.getVersion()));
  }

  private static UsageRecord anHourLater() {
    UsageRecord read = readAgain();
    return new UsageRecord(
        LedgerKit.hour(6),
        read.dimensions(),
        TOKENS,
        3L,
        Map.of(),
        new Cost.Estimated(Money.usd("0.5")),
        Savings.usd(900, 0));
  }

  @Test
  void ledgerOfTheFirstVersion_takesBalances() throws SQLException {
    writeFirstVersion();
    ReportedBalance left = new ReportedBalance("granted", Money.usd("9.5"));

    for (int opening = 0; opening < 2; opening++) {
      try (SqlLedger ledger = SqlLedger.open(url(), LedgerKit.LABELS)) {
        ledger.putBalances("deepseek", List.of(left), LedgerKit.at(opening));
        assertThat(ledger.balances())
            .containsExactly(
                new BalanceLevel("deepseek", left, LedgerKit.at(0), LedgerKit.at(opening)));
      }
    }
  }

  /** Usage says 5, of which an application told 3; only usage was canonical then. */
  @Test
  void eventsOfAPolledProvider_becomeCanonicalAndNothingCountsTwice() throws SQLException {
    writeEighthVersion();

    for (int opening = 0; opening < 2; opening++) {
      try (SqlLedger ledger = SqlLedger.open(url(), LedgerKit.LABELS)) {
        assertThat(ledger.sums(SumQuery.total(LedgerKit.day(0), Dimension.FEATURE)))
            .extracting(row -> row.key().get(Dimension.FEATURE) + "=" + row.cost().decimal())
            .containsExactlyInAnyOrder("search=3", "=2");
        assertThat(ledger.counters())
            .filteredOn(total -> total.family() == CounterFamily.COST)
            .extracting(total -> total.labels().get(0) + "=" + total.value().stripTrailingZeros())
            .containsExactlyInAnyOrder("events=3", "openai:usage=5");
        assertThat(ledger.counters())
            .filteredOn(total -> total.family() == CounterFamily.CREDITS)
            .extracting(total -> total.labels().get(0) + "=" + total.value().stripTrailingZeros())
            .containsExactly("openai:usage=3");
      }
    }
  }

  @Test
  void sumsOfEventsThatWereKeptTwice_areKeptOnceAndSayTheSame() throws SQLException {
    migrateTo("10");
    long start = LedgerKit.at(5).getEpochSecond();
    long day = LedgerKit.START.getEpochSecond();
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      statement.addBatch(source(1, "openai:usage", "metered", "model"));
      statement.addBatch(source(2, "events@openai", "attributed", ""));
      statement.addBatch("insert into cube values (8, 'openai', '', 'm')");
      for (int view = 0; view < 2; view++) {
        for (int source = 1; source < 3; source++) {
          statement.addBatch(sums("cube_hour", view, start, source, source * 1_000_000_000L));
          statement.addBatch(sums("cube_day", view, day, source, source * 1_000_000_000L));
        }
      }
      statement.executeBatch();
    }

    try (SqlLedger ledger = SqlLedger.open(url(), LedgerKit.LABELS)) {
      SumQuery all = SumQuery.total(LedgerKit.day(0));
      assertThat(ledger.sums(all)).extracting(SumRow::cost).containsExactly(Money.usd("3"));
      assertThat(ledger.sums(all.ofSource("events")))
          .extracting(SumRow::cost)
          .containsExactly(Money.usd("2"));
      assertThat(ledger.sums(all.ofSource("openai:usage")))
          .extracting(SumRow::cost)
          .containsExactly(Money.usd("1"));
      assertThat(ledger.size().rows()).containsEntry("cube_hour", 3L).containsEntry("cube_day", 3L);
    }
  }

  private void migrateTo(String version) {
    Flyway.configure().dataSource(url(), null, null).target(version).load().migrate();
  }

  @Test
  void monthOfAnEarlierVersion_canBeClosed() throws SQLException {
    writeEighthVersion();
    YearMonth month = MonthClose.monthOf(LedgerKit.START);

    try (SqlLedger ledger = SqlLedger.open(url(), LedgerKit.LABELS)) {
      Instant end = MonthClose.periodOf(month).end();
      MonthClose close = ledger.closes().close(Tenant.ALL, month, "ann", "", end).close();

      assertThat(ledger.books().totals(close, end))
          .containsExactly(new Books.ProviderTotal("openai", Money.usd("5"), Money.ZERO_USD, 0));
    }
  }

  /** A bill of 12.50 euros that nobody knew a rate for, kept before prices could be learned. */
  @Test
  void ledgerWithoutPrices_learnsThemAndKnowsItsForeignAmounts() throws SQLException {
    migrateTo("13");
    long start = LedgerKit.at(5).getEpochSecond();
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      statement.addBatch(source(1, "openai:usage", "metered", "model"));
      statement.addBatch(
          "insert into dimension_set (set_id, content, dim_provider, dim_model)"
              + " values (7, 'any', 'openai', 'm')");
      statement.addBatch(record(1, start, "main", 7, 0));
      statement.addBatch(
          "update record set cost_kind = 'unconverted', cost_nanos = null,"
              + " reported_amount = '12.50', reported_unit = 'MAJOR', reported_currency = ' eur'");
      statement.executeBatch();
    }
    LearnedPrice price =
        new LearnedPrice("openai", "m", LocalDate.EPOCH, LedgerKit.at(6), "a map", "{}");
    RefusedPrice refused = new RefusedPrice("openai", "n", RefusedPrice.Reason.ZERO, "1 -> 0");

    for (int opening = 0; opening < 2; opening++) {
      try (SqlLedger ledger = SqlLedger.open(url(), LedgerKit.LABELS)) {
        assertThat(ledger.learnedPrices().all()).hasSize(opening);
        ledger
            .learnedPrices()
            .keep(
                new LearnedPrices.Reading(
                    LedgerKit.at(6), "a map", List.of(price), 3, List.of(refused)));

        assertThat(ledger.learnedPrices().all()).containsExactly(price);
        assertThat(ledger.learnedPrices().refused()).containsExactly(refused);
        assertThat(ledger.learnedPrices().lastRead()).contains(LedgerKit.at(6));
        ledger.repricings().inForce("abc", LedgerKit.at(7));
        assertThat(ledger.repricings(9)).isEmpty();
        assertThat(ledger.foreignAmounts(LedgerKit.day(0), true))
            .extracting(amount -> amount.currency() + " " + amount.original())
            .containsExactly("EUR 12.50");
      }
    }
  }

  /** Applications told 4, the balance fell by 2.5, and 4 were taken back, which left 2.5. */
  @Test
  void balanceThatTookBackWhatApplicationsTold_takesBackWhatItTellsItself() throws SQLException {
    migrateTo("17");
    long start = LedgerKit.at(5).getEpochSecond();
    long day = LedgerKit.START.getEpochSecond();
    long next = day + 86_400;
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      statement.addBatch(
          ("insert into source values (1, 'openai:balance', 'openai', 'billed', 'hourly', 86400,"
                  + " 2678400, 259200, 86400, '', %1$d, %1$d, null)")
              .formatted(next));
      statement.addBatch(source(2, "events@openai", "attributed", ""));
      statement.addBatch(
          "insert into dimension_set (set_id, content, dim_provider, dim_model)"
              + " values (7, 'any', 'openai', ''), (9, 'other', 'openai', 'm')");
      statement.addBatch(record(1, day, "balance", 7, 2_500_000_000L));
      statement.addBatch(record(2, start, "events", 9, 4_000_000_000L));
      statement.addBatch("insert into cube values (8, 'openai', '', 'm')");
      for (String table : List.of("cube_hour", "cube_day")) {
        long bucket = table.equals("cube_hour") ? start : day;
        statement.addBatch(sums(table, 0, bucket, 2, 4_000_000_000L));
        statement.addBatch(sums(table, 1, bucket, 1, 2_500_000_000L));
        statement.addBatch(sums(table, 0, bucket, 1, -1_500_000_000L));
      }
      statement.addBatch(
          ("insert into overlap (source_id, start, period_end, set_id, booked_at, cost_nanos,"
                  + " requests, unpriced_tokens) values (1, %d, %d, 7, 0, -4000000000, 0, 0)")
              .formatted(day, next));
      statement.executeBatch();
    }

    for (int opening = 0; opening < 2; opening++) {
      try (SqlLedger ledger = SqlLedger.open(url(), LedgerKit.LABELS)) {
        assertThat(ledger.sums(SumQuery.total(LedgerKit.day(0))))
            .extracting(SumRow::cost)
            .containsExactly(Money.usd("4"));
      }
    }
  }

  private void writeEighthVersion() throws SQLException {
    migrateTo("8");
    long start = LedgerKit.at(5).getEpochSecond();
    long day = LedgerKit.START.getEpochSecond();
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      statement.addBatch("insert into meta values ('labels', 'provider,project,model')");
      statement.addBatch(source(1, "openai:usage", "metered", "model"));
      statement.addBatch(source(2, "events@openai", "attributed", ""));
      statement.addBatch(
          "insert into dimension_set (set_id, content, dim_provider, dim_model, dim_feature)"
              + " values (7, 'any', 'openai', 'm', ''), (9, 'other', 'openai', 'm', 'search')");
      statement.addBatch(record(1, start, "main", 7, 5_000_000_000L));
      statement.addBatch(record(2, start, "events", 9, 3_000_000_000L));
      statement.addBatch("insert into cube values (8, 'openai', '', 'm')");
      for (String table : List.of("cube_hour", "cube_day")) {
        long bucket = table.equals("cube_hour") ? start : day;
        statement.addBatch(sums(table, 0, bucket, 1, 5_000_000_000L));
        statement.addBatch(sums(table, 1, bucket, 1, 5_000_000_000L));
        statement.addBatch(sums(table, 1, bucket, 2, 3_000_000_000L));
      }
      statement.addBatch(
          "insert into counter values"
              + " ('cost', '[\"openai:usage\",\"openai\",\"\",\"m\"]', 5000000000, 0, 0)");
      statement.executeBatch();
    }
  }

  private static String source(int id, String name, String layer, String match) {
    return ("insert into source values (%d, '%s', 'openai', '%s', 'hourly', 3600, 2592000, 259200,"
            + " 3600, '%s', null, null, null)")
        .formatted(id, name, layer, match);
  }

  private static String record(int source, long start, String part, int set, long nanos) {
    return ("insert into record (source_id, period_start, period_end, part, set_id, revision,"
            + " first_seen, changed_at, cost_kind, cost_nanos, units)"
            + " values (%d, %d, %d, '%s', %d, 1, 0, 0, 'estimated', %d, '')")
        .formatted(source, start, start + 3_600, part, set, nanos);
  }

  private static String sums(String table, int view, long start, int source, long nanos) {
    return ("insert into %s (view, start, source_id, cube_id, cost_nanos, requests,"
            + " unpriced_tokens) values (%d, %d, %d, 8, %d, 0, 0)")
        .formatted(table, view, start, source, nanos);
  }

  private static UsageRecord readAgain() {
    return new UsageRecord(
        LedgerKit.hour(5),
        LedgerKit.dims("model", "m"),
        TOKENS,
        3L,
        Map.of(),
        new Cost.Estimated(Money.usd("0.5")),
        Savings.usd(900, 0));
  }

  private static SumRow sum(Savings savings) {
    return new SumRow(Dimensions.NONE, null, Money.usd("0.5"), TOKENS, 3, 0, savings);
  }

  /** One record of one hour, and its sums, as the first version wrote them. */
  private void writeFirstVersion() throws SQLException {
    migrateTo("1");
    long start = LedgerKit.at(5).getEpochSecond();
    long day = LedgerKit.START.getEpochSecond();
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      statement.addBatch(
          "insert into source values (1, 'openai:usage', 'openai', 'metered', 'hourly', 3600,"
              + " 2592000, 259200, 3600, '', null, null, null)");
      statement.addBatch(
          "insert into dimension_set (set_id, content, dim_provider, dim_model)"
              + " values (7, 'any', 'openai', 'm')");
      statement.addBatch(
          "insert into record (source_id, period_start, period_end, part, set_id, revision,"
              + " first_seen, changed_at, cost_kind, cost_nanos, input_tokens, cache_read_tokens,"
              + " requests, units) values (1, %d, %d, 'main', 7, 1, 0, 0, 'estimated', 500000000,"
                  .formatted(start, start + 3_600)
              + " 10, 90, 3, '')");
      statement.addBatch("insert into cube values (8, 'openai', '', 'm')");
      for (int view = 0; view < 2; view++) {
        statement.addBatch(cube("cube_hour", view, start));
        statement.addBatch(cube("cube_day", view, day));
      }
      statement.executeBatch();
    }
  }

  private static String cube(String table, int view, long start) {
    return ("insert into %s (view, start, source_id, cube_id, cost_nanos, input_tokens,"
            + " cache_read_tokens, requests, unpriced_tokens)"
            + " values (%d, %d, 1, 8, 500000000, 10, 90, 3, 0)")
        .formatted(table, view, start);
  }

  private String url() {
    return "jdbc:sqlite:" + folder.resolve("ledger.db");
  }
}

// SPDX-License-Identifier: Apache-2.0
import aispend.ledger.Event;
import aispend.ledger.LabelBounds;
import aispend.ledger.LedgerPlace;
import aispend.ledger.SqlLedger;
import aispend.model.ChargePeriod;
import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.Outcome;
import aispend.model.ReportedEvent.Identity;
import aispend.model.ReportedEvent.Timing;
import aispend.model.Secret;
import aispend.model.Sender;
import aispend.model.TokenType;
import aispend.model.Tokens;
import aispend.model.UsageRecord;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * How fast a ledger in PostgreSQL takes batches of events, as a ratio to a loop that inserts each
 * event's row by a statement of its own into a table without anything else, in turn in each round.
 * Once as it is, and once with {@code reWriteBatchedInserts=false}, where each row of records and
 * sums is a statement. Run with the daemon's jar as class path, on a database that may be filled:
 * {@code java -cp aispend.jar PostgresIntake.java URL USER PASSWORD ROUNDS EVENTS VALUES}, where
 * VALUES is how many combinations of dimensions there are.
 */
public final class PostgresIntake {
  private static final int BATCH = 1_000;
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Random RANDOM = new Random(7);

  public static void main(String[] args) throws SQLException {
    int rounds = Integer.parseInt(args[3]);
    int events = Integer.parseInt(args[4]);
    int values = Integer.parseInt(args[5]);
    double[][] rates = new double[3][rounds];
    try (Connection plain = DriverManager.getConnection(args[0], args[1], args[2]);
        SqlLedger ledger = open(args, "");
        SqlLedger apart = open(args, "?reWriteBatchedInserts=false")) {
      try (Statement statement = plain.createStatement()) {
        statement.execute("drop table if exists plain_event");
        statement.execute(
            "create table plain_event (hour bigint, high bigint, low bigint, at bigint, model text,"
                + " cost bigint, tokens text, primary key (hour, high, low))");
      }
      plain.setAutoCommit(false);
      insert(plain, events / 4);
      append(ledger, events / 4, values);
      append(apart, events / 4, values);
      for (int round = 0; round < rounds; round++) {
        rates[0][round] = insert(plain, events);
        rates[1][round] = append(apart, events, values);
        rates[2][round] = append(ledger, events, values);
      }
    }
    double base = median(rates[0]);
    String[] names = {"single rows, nothing else", "ledger, row by row sums", "ledger"};
    for (int i = 0; i < names.length; i++) {
      double rate = median(rates[i]);
      System.out.printf("%-28s %8.0f events/s %6.2fx%n", names[i], rate, rate / base);
    }
  }

  private static SqlLedger open(String[] args, String more) {
    LedgerPlace place = new LedgerPlace(args[0] + more, args[1], new Secret(args[2]));
    return SqlLedger.open(
        place, List.of(Dimension.PROVIDER, Dimension.MODEL), LabelBounds.NONE);
  }

  private static double insert(Connection connection, int events) throws SQLException {
    long began = System.nanoTime();
    try (PreparedStatement row =
        connection.prepareStatement(
            "insert into plain_event values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing")) {
      for (int i = 1; i <= events; i++) {
        long at = NOW.getEpochSecond() - RANDOM.nextInt(48 * 3_600);
        row.setLong(1, at / 3_600);
        row.setLong(2, RANDOM.nextLong());
        row.setLong(3, RANDOM.nextLong());
        row.setLong(4, at);
        row.setString(5, "m" + i % 5);
        row.setLong(6, RANDOM.nextInt(40_000_000));
        row.setString(7, "i:900 o:200");
        row.executeUpdate();
        if (i % BATCH == 0) {
          connection.commit();
        }
      }
    }
    connection.commit();
    return events / ((System.nanoTime() - began) / 1e9);
  }

  private static double append(SqlLedger ledger, int events, int values) {
    long began = System.nanoTime();
    for (int from = 0; from < events; from += BATCH) {
      List<Event> batch = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        batch.add(event(values));
      }
      ledger.appendEvents(batch, NOW);
    }
    return events / ((System.nanoTime() - began) / 1e9);
  }

  private static Event event(int values) {
    int value = RANDOM.nextInt(values);
    Instant at = NOW.minusSeconds(RANDOM.nextInt(48 * 3_600));
    Dimensions dimensions =
        Dimensions.of(Dimension.PROVIDER, "bedrock")
            .with(Dimension.MODEL, "m" + value % 5)
            .with(Dimension.USER, "u" + value);
    return new Event(
        Sender.EVENTS,
        new Identity(Long.toHexString(RANDOM.nextLong()), at, RANDOM.nextLong(), null),
        new UsageRecord(
            ChargePeriod.hourOf(at),
            dimensions,
            new Tokens(Map.of(TokenType.INPUT, 900L, TokenType.OUTPUT, 200L)),
            1L,
            Map.of(),
            new Cost.Estimated(Money.usd(RANDOM.nextInt(40_000_000)))),
        false,
        Money.usd(1),
        Outcome.SUCCESS,
        Timing.UNKNOWN,
        "");
  }

  private static double median(double[] rates) {
    double[] sorted = rates.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}

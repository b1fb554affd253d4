// SPDX-License-Identifier: Apache-2.0
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;

/**
 * The least that keeping events in SQLite costs: one loop that inserts rows told apart by their
 * hour and a random id of 16 bytes, 1000 a durable transaction; no server, no JSON, no sums. Run
 * with the daemon's jar as class path, which holds the driver: {@code java -cp aispend.jar
 * BaselineInsert.java FILE EVENTS}. Prints the rate and the microseconds of CPU an event, of the
 * second half.
 */
public final class BaselineInsert {
  private static final int BATCH = 1_000;
  private static final int HOURS = 48;

  public static void main(String[] args) throws SQLException {
    int events = Integer.parseInt(args[1]);
    String url = "jdbc:sqlite:" + args[0] + "?journal_mode=WAL&synchronous=FULL";
    try (Connection connection = DriverManager.getConnection(url)) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "create table event (hour integer, id blob, at integer, dimensions integer,"
                + " cost integer, latency integer, extra text, primary key (hour, id))");
      }
      connection.setAutoCommit(false);
      Random random = new Random(7);
      insert(connection, random, events / 2);
      OperatingSystemMXBean process =
          (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      long cpu = process.getProcessCpuTime();
      long began = System.nanoTime();
      insert(connection, random, events - events / 2);
      double kept = events - events / 2;
      System.out.printf(
          "{\"rate\": %.1f, \"cpu\": %.3f}%n",
          kept / (System.nanoTime() - began) * 1e9,
          (process.getProcessCpuTime() - cpu) / kept / 1e3);
    }
  }

  private static void insert(Connection connection, Random random, int events) throws SQLException {
    byte[] id = new byte[16];
    try (PreparedStatement row =
        connection.prepareStatement("insert or ignore into event values (?, ?, ?, ?, ?, ?, ?)")) {
      for (int i = 1; i <= events; i++) {
        random.nextBytes(id);
        long at = 1_800_000_000L + random.nextInt(HOURS * 3_600);
        row.setLong(1, at / 3_600);
        row.setBytes(2, id);
        row.setLong(3, at);
        row.setLong(4, random.nextInt(10_000));
        row.setLong(5, random.nextInt(40_000_000));
        row.setLong(6, random.nextInt(9_000));
        row.setString(7, "production");
        row.executeUpdate();
        if (i % BATCH == 0) {
          connection.commit();
        }
      }
      connection.commit();
    }
  }
}

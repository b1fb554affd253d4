// SPDX-License-Identifier: Apache-2.0
package aispend.testing;

import static org.awaitility.Awaitility.await;

import aispend.ledger.LedgerPlace;
import aispend.model.Secret;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A real PostgreSQL of a test's own, which dies and comes back at the same place. */
public final class OwnPostgres implements AutoCloseable {
  private final Path folder;
  private final int port;
  private EmbeddedPostgres server;

  private OwnPostgres(Path folder, int port, EmbeddedPostgres server) {
    this.folder = folder;
    this.port = port;
    this.server = server;
  }

  /** Starts one that keeps everything in a folder. */
  public static OwnPostgres start(Path folder) throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    return new OwnPostgres(folder, port, run(folder, port));
  }

  public LedgerPlace place() {
    return new LedgerPlace(
        "jdbc:postgresql://localhost:" + port + "/postgres", "postgres", new Secret("postgres"));
  }

  /** Ends all sessions but the one that does. */
  public void hangUpOnAll() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(place().url(), "postgres", "postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where datname = current_database() and pid <> pg_backend_pid()");
    }
  }

  /**
   * An immediate shutdown: no checkpoint, no farewell; the log is played back at the next start.
   */
  public void kill() throws IOException, InterruptedException {
    Path pidFile = folder.resolve("data/postmaster.pid");
    String pid = Files.readAllLines(pidFile).get(0).strip();
    if (new ProcessBuilder("kill", "-QUIT", pid).start().waitFor() != 0) {
      throw new IllegalStateException("no process " + pid);
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive).isEmpty());
  }

  /** Starts it with what it had. */
  public void restart() throws IOException {
    server.close(); // which only lets go of the folder
    server = run(folder, port);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private static EmbeddedPostgres run(Path folder, int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setPort(port)
        .setDataDirectory(folder.resolve("data"))
        .setCleanDataDirectory(false)
        .start();
  }
}

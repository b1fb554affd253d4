// SPDX-License-Identifier: Apache-2.0
package aispend.e2e;

import static org.awaitility.Awaitility.await;

import aispend.ledger.LedgerPlace;
import aispend.model.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A PostgreSQL and its synchronous standby, by the programs of the system's package. The server
 * refuses to run as root; then it runs as the package's own user.
 */
final class StandbyPair implements AutoCloseable {
  static final String MISSING =
      "there is no pg_basebackup in /usr/lib/postgresql; install the Debian package postgresql";

  private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String NAME = "standby";

  private final Path programs;
  private final List<String> user;
  private final Path folder;
  private final int primary;
  private final int standby;

  /** Starts both and waits until nothing is committed that is not on both. */
  static StandbyPair start() throws Exception {
    StandbyPair pair = new StandbyPair(programs().orElseThrow());
    try {
      pair.startPrimary();
      pair.startStandby();
      return pair;
    } catch (Exception e) {
      pair.close();
      throw e;
    }
  }

  private StandbyPair(Path programs) throws IOException {
    this.programs = programs;
    this.user =
        System.getProperty("user.name").equals("root")
            ? List.of("runuser", "-u", "postgres", "--")
            : List.of();
    this.folder = Path.of(run("mktemp", "-d", "/tmp/aispend-standby-XXXXXX").strip());
    this.primary = Web.freePort();
    this.standby = Web.freePort();
  }

  /** The newest version's programs; empty where a standby cannot be made. */
  static Optional<Path> programs() throws IOException {
    if (!Files.isDirectory(VERSIONS)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(VERSIONS)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("pg_basebackup")))
          .filter(bin -> Files.isExecutable(bin.resolve("pg_ctl")))
          .max(Comparator.naturalOrder());
    }
  }

  /** As docs/replicas.md has it: both hosts, and whichever of them may be written. */
  LedgerPlace place() {
    return new LedgerPlace(
        "jdbc:postgresql://127.0.0.1:%d,127.0.0.1:%d/aispend?targetServerType=primary&hostRecheckSeconds=2"
            .formatted(primary, standby),
        "postgres",
        new Secret("postgres"));
  }

  /** As a power cut: the server and each of its processes at once. */
  void killPrimary() throws IOException {
    ProcessHandle server = server("primary").orElseThrow();
    List<ProcessHandle> all = new ArrayList<>(server.descendants().toList());
    all.add(0, server);
    all.forEach(ProcessHandle::destroyForcibly);
    await().atMost(PATIENCE).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
  }

  void promoteStandby() throws IOException {
    control(NAME, "promote");
  }

  @Override
  public void close() throws IOException {
    for (String one : List.of("primary", NAME)) {
      if (server(one).isPresent()) {
        run(programs.resolve("pg_ctl").toString(), "-D", path(one), "-m", "immediate", "stop");
      }
    }
    run("rm", "-rf", folder.toString());
  }

  /** The running one; what was killed leaves the file with its number behind. */
  private Optional<ProcessHandle> server(String one) throws IOException {
    Path file = folder.resolve(one).resolve("postmaster.pid");
    return Files.exists(file)
        ? ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0).strip()))
            .filter(ProcessHandle::isAlive)
        : Optional.empty();
  }

  private void startPrimary() throws Exception {
    program("initdb", "-D", path("primary"), "-U", "postgres", "-A", "trust", "-E", "UTF8");
    settings("primary", primary);
    control("primary", "start");
    sql("create database aispend");
  }

  private void startStandby() throws Exception {
    program(
        "pg_basebackup",
        "-R",
        "-X",
        "stream",
        "-D",
        path(NAME),
        "-d",
        "host=127.0.0.1 port=" + primary + " user=postgres application_name=" + NAME);
    settings(NAME, standby);
    control(NAME, "start");
    sql("alter system set synchronous_standby_names = '" + NAME + "'");
    sql("select pg_reload_conf()");
    await().atMost(PATIENCE).until(this::isSynchronous);
  }

  private boolean isSynchronous() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select count(*) from pg_stat_replication where sync_state = 'sync'")) {
      return rows.next() && rows.getInt(1) == 1;
    }
  }

  private void sql(String text) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + primary + "/postgres", "postgres", "postgres");
  }

  private void settings(String one, int port) throws IOException {
    Files.writeString(
        folder.resolve(one).resolve("postgresql.conf"),
        """

        port = %d
        listen_addresses = '127.0.0.1'
        unix_socket_directories = ''
        max_connections = 100
        """
            .formatted(port),
        StandardOpenOption.APPEND);
  }

  private void control(String one, String what) throws IOException {
    String log = folder.resolve(one + ".log").toString();
    program("pg_ctl", "-D", path(one), "-l", log, "-w", what);
  }

  private String path(String one) {
    return folder.resolve(one).toString();
  }

  private void program(String name, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(programs.resolve(name).toString()));
    command.addAll(List.of(arguments));
    run(command.toArray(String[]::new));
  }

  /** What a program says that is run to its end by who may run the server. */
  private String run(String... command) throws IOException {
    List<String> all = new ArrayList<>(user);
    all.addAll(List.of(command));
    Path output = Files.createTempFile("standby", ".log");
    try {
      Process process =
          new ProcessBuilder(all)
              .directory(Path.of("/tmp").toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      int code = process.waitFor();
      String said = Files.readString(output, StandardCharsets.UTF_8);
      if (code != 0) {
        throw new IOException(all + " ended with " + code + ": " + said);
      }
      return said;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      Files.delete(output);
    }
  }
}

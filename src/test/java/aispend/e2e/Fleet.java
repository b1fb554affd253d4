// SPDX-License-Identifier: Apache-2.0
package aispend.e2e;

import static org.awaitility.Awaitility.await;

import aispend.demo.DemoOptions;
import aispend.demo.DemoVendor;
import aispend.ledger.LedgerPlace;
import aispend.testing.Postgres;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Several daemons as processes, on one PostgreSQL and one simulated vendor. */
final class Fleet implements AutoCloseable {
  private static final Map<String, String> KEYS =
      Map.of(
          "E2E_OPENAI_KEY", Stack.OPENAI_KEY,
          "E2E_ANTHROPIC_KEY", Stack.ANTHROPIC_KEY,
          "E2E_LEDGER_PASSWORD", "postgres");
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Path folder;
  private final LedgerPlace place;
  private final DemoVendor vendor;
  private final List<Integer> ports = new ArrayList<>();
  private final List<Program> daemons = new ArrayList<>();

  Fleet(Path folder, int size, DemoOptions options) throws IOException {
    this(folder, size, options, Postgres.newDatabase());
  }

  Fleet(Path folder, int size, DemoOptions options, LedgerPlace place) throws IOException {
    this.folder = folder;
    this.place = place;
    this.vendor = new DemoVendor(options, Clock.systemUTC());
    vendor.start("127.0.0.1", 0);
    for (int one = 0; one < size; one++) {
      ports.add(Web.freePort());
      configure(one, "");
    }
    for (int one = 0; one < size; one++) {
      daemons.add(begin(one));
    }
    for (int one = 0; one < size; one++) {
      awaitReady(one);
    }
  }

  int size() {
    return ports.size();
  }

  int port(int one) {
    return ports.get(one);
  }

  String url(int one) {
    return "http://127.0.0.1:" + ports.get(one);
  }

  String vendorUrl() {
    return "http://127.0.0.1:" + vendor.port();
  }

  JsonNode api(int one, String path) {
    return Web.json(url(one) + "/api" + path);
  }

  /** As kill -9. */
  void kill(int one) throws InterruptedException {
    daemons.get(one).kill();
  }

  void restart(int one) throws IOException {
    daemons.set(one, begin(one));
    awaitReady(one);
  }

  /** Asks one to stop, and waits until it has. */
  void stop(int one) {
    daemons.get(one).close();
  }

  /**
   * Has one read a configuration that says more.
   *
   * @param sections to be added to what it had at first
   */
  void reload(int one, String sections) throws IOException {
    configure(one, sections);
    Web.post(url(one) + "/-/reload", "");
  }

  /** Which one says that it leads; empty while none does. */
  OptionalInt leader() {
    return IntStream.range(0, size()).filter(one -> shown(one, "aispend_leader ") == 1).findFirst();
  }

  int awaitLeader() {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> leader().isPresent());
    return leader().orElseThrow();
  }

  /** The sum of a daemon's own samples that begin so; zero where it shows none, or is gone. */
  double shown(int one, String sample) {
    return sum(one, sample).map(BigDecimal::doubleValue).orElse(0.0);
  }

  /** The exact sum of samples that begin so; empty where a daemon shows none, or is gone. */
  Optional<BigDecimal> sum(int one, String sample) {
    String text;
    try {
      text = Web.text(url(one) + "/metrics");
    } catch (UncheckedIOException e) {
      return Optional.empty(); // it is killed
    }
    return text.lines()
        .filter(line -> line.startsWith(sample))
        .map(line -> new BigDecimal(line.substring(line.lastIndexOf(' ') + 1)))
        .reduce(BigDecimal::add);
  }

  /** Who polls a provider at this moment, by what the job store says. */
  OptionalInt polling(String provider) {
    String sql =
        """
        select r.address from qrtz_fired_triggers f join replica r on r.replica_id = f.instance_name
        where f.state = 'EXECUTING' and f.job_name = '%s'
        """
            .formatted(provider);
    try (Connection connection = DriverManager.getConnection(place.url(), "postgres", "postgres");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      if (!rows.next()) {
        return OptionalInt.empty();
      }
      String address = Objects.requireNonNull(rows.getString(1));
      int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
      return OptionalInt.of(ports.indexOf(port));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How often the vendor was asked at a path. */
  long asked(String path) {
    return Web.json(vendorUrl() + "/sim/requests").path("by_path").path(path).asLong();
  }

  @Override
  public void close() {
    daemons.forEach(Program::close);
    vendor.close();
  }

  private Program begin(int one) throws IOException {
    return Program.start(
        "daemon" + one,
        folder,
        KEYS,
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx192m",
            "-cp",
            System.getProperty("aispend.jar", "target/aispend.jar"),
            "aispend.Main",
            "serve",
            "--config",
            folder.resolve("daemon" + one + ".toml").toString()));
  }

  private void awaitReady(int one) {
    await().atMost(PATIENCE).until(() -> Web.answers(url(one) + "/-/ready"));
  }

  private void configure(int one, String sections) throws IOException {
    Files.writeString(
        folder.resolve("daemon" + one + ".toml"),
        """
        [server]
        listen = "127.0.0.1:%1$d"
        [ledger]
        url = "%2$s"
        user = "postgres"
        password_env = "E2E_LEDGER_PASSWORD"
        [labels]
        new_series_hold = "1s"
        [[provider]]
        name = "openai"
        type = "openai"
        base_url = "%3$s"
        key_env = "E2E_OPENAI_KEY"
        every = "10s"
        backfill = "5d"
        options = { requests_per_minute = 6000, admin_requests_per_minute = 6000 }
        [[provider]]
        name = "anthropic"
        type = "anthropic"
        base_url = "%3$s"
        key_env = "E2E_ANTHROPIC_KEY"
        every = "10s"
        backfill = "5d"
        %4$s
        """
            .formatted(ports.get(one), place.url(), vendorUrl(), sections));
  }
}

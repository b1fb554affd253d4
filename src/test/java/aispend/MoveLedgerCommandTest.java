// SPDX-License-Identifier: Apache-2.0
package aispend;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import aispend.config.ConfigReader;
import aispend.ledger.LabelBounds;
import aispend.ledger.LedgerPlace;
import aispend.ledger.SqlLedger;
import aispend.model.Dimension;
import aispend.poll.Poller;
import aispend.testing.MutableClock;
import aispend.testing.Postgres;
import aispend.testing.Spend;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A daemon whose ledger is moved from a file into PostgreSQL between two starts. */
final class MoveLedgerCommandTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("KEY", "sk-admin-x", "PASSWORD", "postgres");
  private static final Pattern START = Pattern.compile("[?&]start_time=(\\d+)");
  private static final String EVENTS =
      """
      {"event_id":"a","timestamp":"2026-11-21T12:00:00Z","provider":"x","model":"m","cost_usd":"9"}
      """;

  private final MutableClock clock = MutableClock.at("2026-11-21T12:34:56Z");
  private final MockWebServer vendor = new MockWebServer();
  @TempDir private Path folder;
  private LedgerPlace server = LedgerPlace.of("");

  @BeforeEach
  void start() throws Exception {
    server = Postgres.newDatabase();
    vendor.setDispatcher(new NothingNew());
    vendor.start();
    try (SqlLedger ledger = SqlLedger.open(file(), List.of(Dimension.PROVIDER, Dimension.MODEL))) {
      new Spend(ledger)
          .register("openai")
          .hour("2026-11-21T10:00:00Z", "openai", Map.of(Dimension.MODEL, "gpt-5"), "2.5");
    }
  }

  @AfterEach
  void stop() {
    vendor.close();
  }

  @Test
  void daemonOnTheMovedLedger_goesOnWhereItWas() throws Exception {
    Map<String, String> before;
    try (App app = serve(configured(file(), ""))) {
      assertThat(post(app)).contains("\"accepted\":1");
      await().untilAsserted(() -> assertThat(metrics(app)).contains(crossed(" 1")));
      clock.set("2026-11-21T12:40:00Z"); // by then new series show what they have
      await().untilAsserted(() -> assertThat(metrics(app)).contains("model=\"m\"} 9"));
      before = totals(metrics(app));
      assertThat(before).hasSizeGreaterThan(3);
    }
    clock.set("2026-11-21T13:34:56Z");
    while (vendor.takeRequest(0, SECONDS) != null) {}

    assertThat(run(file(), configured(server.url(), LOGIN))).isZero();

    try (SqlLedger moved =
        SqlLedger.open(server, List.of(Dimension.PROVIDER, Dimension.MODEL), LabelBounds.NONE)) {
      assertThat(moved.crossings().of("company", "2026-11"))
          .isNotEmpty()
          .allMatch(crossing -> crossing.at().equals(Instant.parse("2026-11-21T12:34:56Z")));
    }
    try (App app = serve(configured(server.url(), LOGIN))) {
      assertThat(firstAsked()).as("no backfill").isAfter(Instant.parse("2026-11-10T00:00:00Z"));
      assertThat(post(app)).contains("\"duplicates\":1");
      await().untilAsserted(() -> assertThat(metrics(app)).contains(crossed(" 1")));
      assertThat(totals(metrics(app))).isEqualTo(before);
    }
    try (SqlLedger moved =
        SqlLedger.open(server, List.of(Dimension.PROVIDER, Dimension.MODEL), LabelBounds.NONE)) {
      assertThat(moved.crossings().of("company", "2026-11"))
          .as("told once, an hour ago")
          .allMatch(crossing -> crossing.at().equals(Instant.parse("2026-11-21T12:34:56Z")));
    }
  }

  @Test
  void ledgerOfARunningDaemon_isNotMoved() throws Exception {
    server = Postgres.newLedger();
    Path toServer = configured(server.url(), LOGIN);
    try (DaemonMark running = DaemonMark.on(LedgerPlace.of(file()))) {
      running.prices("v1");
      assertThatThrownBy(() -> run(file(), toServer))
          .isInstanceOf(CommandException.class)
          .hasMessage("a daemon runs on the ledger at " + file() + "; stop it first");
    }
    try (DaemonMark running = DaemonMark.on(server)) {
      running.renew();
      assertThatThrownBy(() -> run(file(), toServer))
          .isInstanceOf(CommandException.class)
          .hasMessageContaining("a daemon runs on the ledger at " + server.url());
    }
  }

  @Test
  void passwordThatIsNotSet_isNamed() throws Exception {
    Path config = configured(file(), "");

    assertThatThrownBy(
            () -> run(server.url(), config, "--from-user", "u", "--from-password-env", "NOT_SET"))
        .isInstanceOf(CommandException.class)
        .hasMessage("--from-password-env names NOT_SET, which is not set; set it");
  }

  private static final String LOGIN = "user = \"postgres\"\npassword_env = \"PASSWORD\"\n";

  private int run(String from, Path config, String... more) {
    MoveLedgerCommand command = new MoveLedgerCommand(new Main.Context(ENVIRONMENT, clock));
    CommandLine line = new CommandLine(command);
    line.parseArgs("--from", from, "--config", config.toString());
    if (more.length > 0) {
      line.parseArgs(
          "--from", from, "--config", config.toString(), more[0], more[1], more[2], more[3]);
    }
    return command.call();
  }

  private App serve(Path config) throws Exception {
    ConfigReader reader = new ConfigReader(Accounts.knownTypes(), Poller::cronProblem, ENVIRONMENT);
    App app = new App(reader.read(config), config, reader, clock);
    app.start();
    return app;
  }

  /** The earliest instant that the first call after a start asks for. */
  private Instant firstAsked() throws InterruptedException {
    while (true) {
      RecordedRequest request = vendor.takeRequest(20, SECONDS);
      assertThat(request).as("a call that asks for a time").isNotNull();
      Matcher start = START.matcher(request.getTarget());
      if (start.find()) {
        return Instant.ofEpochSecond(Long.parseLong(start.group(1)));
      }
    }
  }

  /** The series of spend that only grow. */
  private static Map<String, String> totals(String metrics) {
    return metrics
        .lines()
        .filter(line -> line.matches("aispend_(cost|tokens|requests)\\w*_total\\{.*"))
        .collect(
            Collectors.toMap(
                line -> line.substring(0, line.lastIndexOf(' ')),
                line -> line.substring(line.lastIndexOf(' '))));
  }

  private static String crossed(String value) {
    return "period=\"month\",cycle=\"2026-11\",owner=\"\",threshold=\"100\"}" + value;
  }

  private static String metrics(App app) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(app.url().resolve("/metrics")).build(), BodyHandlers.ofString())
        .body();
  }

  private static String post(App app) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(app.url().resolve("/api/events"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(EVENTS))
                .build(),
            BodyHandlers.ofString())
        .body();
  }

  private String file() {
    return "jdbc:sqlite:" + folder.resolve("ledger.db");
  }

  private Path configured(String url, String login) throws Exception {
    return Files.writeString(
        folder.resolve("aispend.toml"),
        """
        [server]
        listen = "127.0.0.1:0"
        [ledger]
        url = "%s"
        %s
        [[budget]]
        name = "company"
        limit_usd = "10"
        [[provider]]
        name = "openai"
        type = "openai"
        base_url = "%s"
        key_env = "KEY"
        """
            .formatted(url, login, vendor.url("/")));
  }

  /** Says of any time that nothing was used in it. */
  private static final class NothingNew extends Dispatcher {
    @Override
    public MockResponse dispatch(RecordedRequest request) {
      return new MockResponse.Builder()
          .code(200)
          .addHeader("Content-Type", "application/json")
          .body("{\"object\":\"page\",\"data\":[],\"has_more\":false,\"next_page\":null}")
          .build();
    }
  }
}

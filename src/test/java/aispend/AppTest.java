// SPDX-License-Identifier: Apache-2.0
package aispend;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import aispend.config.ConfigReader;
import aispend.http.CapturedLog;
import aispend.poll.Poller;
import aispend.server.ReloadOutcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AppTest {
  /** Another one writes to the ledger, so the start stands still where sources are announced. */
  @Test
  void reloadWithinTheStart_waitsForIt(@TempDir Path folder) throws Exception {
    int port = freePort();
    Path file = Files.writeString(folder.resolve("aispend.toml"), configuration(folder, port));
    ConfigReader reader = reader();
    try (App app = new App(reader.read(file), file, reader, Clock.systemUTC())) {
      CompletableFuture<Void> start;
      CompletableFuture<ReloadOutcome> reload;
      try (Connection other = DriverManager.getConnection(url(folder));
          Statement statement = other.createStatement()) {
        statement.execute("begin immediate");
        start = CompletableFuture.runAsync(() -> start(app));
        await().atMost(Duration.ofSeconds(20)).until(() -> listens(port));

        reload = CompletableFuture.supplyAsync(app::reload);

        assertThatThrownBy(() -> reload.get(1, SECONDS)).isInstanceOf(TimeoutException.class);
        statement.execute("rollback");
      }
      start.get(20, SECONDS);
      assertThat(reload.get(20, SECONDS).accepted()).isTrue();
    }
  }

  @Test
  void stopWhileAPollWaitsToAskAgain_isNoError(@TempDir Path folder) throws Exception {
    try (MockWebServer vendor = new MockWebServer();
        CapturedLog log = new CapturedLog()) {
      vendor.setDispatcher(Busy.VENDOR);
      vendor.start();
      String base = vendor.url("/").toString();
      Path file =
          Files.writeString(
              folder.resolve("aispend.toml"),
              configuration(folder, freePort()).replace("http://127.0.0.1:9", base));
      ConfigReader reader = reader();
      try (App app = new App(reader.read(file), file, reader, Clock.systemUTC())) {
        app.start();
        assertThat(vendor.takeRequest(20, SECONDS)).isNotNull();
        await().until(() -> log.lines().stream().anyMatch(line -> line.contains("wait=PT")));
      }

      assertThat(log.lines()).noneMatch(line -> line.startsWith("ERROR"));
    }
  }

  @Test
  void reload_asksARefusingVendorAgainOnlyWithAnotherKey(@TempDir Path folder) throws Exception {
    try (MockWebServer vendor = new MockWebServer()) {
      vendor.setDispatcher(Refusing.VENDOR);
      vendor.start();
      String base = vendor.url("/").toString();
      String text = configuration(folder, freePort()).replace("http://127.0.0.1:9", base);
      Path file = Files.writeString(folder.resolve("aispend.toml"), text);
      ConfigReader reader = reader();
      try (CapturedLog log = new CapturedLog();
          App app = new App(reader.read(file), file, reader, Clock.systemUTC())) {
        app.start();
        await()
            .until(() -> log.lines().stream().anyMatch(line -> line.contains("refused the key")));
        while (vendor.takeRequest(0, SECONDS) != null) {}

        assertThat(app.reload().accepted()).isTrue();
        assertThat(vendor.takeRequest(2, SECONDS)).as("the key is the same").isNull();

        Files.writeString(file, text.replace("\"KEY\"", "\"NEW_KEY\""));
        assertThat(app.reload().accepted()).isTrue();
        assertThat(vendor.takeRequest(20, SECONDS)).as("another key").isNotNull();
      }
    }
  }

  /** As with a disk that is full just when the configuration is read again. */
  @Test
  void workloadThatCannotBeStarted_isToldAndStartedWhenItCan(@TempDir Path folder)
      throws Exception {
    try (MockWebServer vendor = new MockWebServer();
        CapturedLog log = new CapturedLog()) {
      vendor.setDispatcher(Busy.VENDOR);
      vendor.start();
      String base = vendor.url("/").toString();
      Path file =
          Files.writeString(
              folder.resolve("aispend.toml"),
              configuration(folder, freePort()).replace("http://127.0.0.1:9", base));
      ConfigReader reader = reader();
      try (App app = new App(reader.read(file), file, reader, Clock.systemUTC())) {
        app.start();
        assertThat(vendor.takeRequest(20, SECONDS)).isNotNull();
        assertThat(metrics(app)).contains("aispend_workload_up 1.0");
        sql(folder, "alter table source rename to source_away");

        ReloadOutcome reload = app.reload();

        assertThat(reload.accepted()).isTrue();
        assertThat(reload.problems()).singleElement().asString().contains("source");
        assertThat(metrics(app)).contains("aispend_workload_up 0.0");
        app.revive();
        assertThat(log.lines())
            .filteredOn(line -> line.contains("could not be started"))
            .hasSize(1);

        sql(folder, "alter table source_away rename to source");
        while (vendor.takeRequest(0, SECONDS) != null) {}
        app.revive();

        assertThat(vendor.takeRequest(20, SECONDS)).as("it polls again").isNotNull();
        assertThat(metrics(app)).contains("aispend_workload_up 1.0");
      }
    }
  }

  private static String metrics(App app) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(app.url().resolve("/metrics")).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static void sql(Path folder, String text) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url(folder));
        Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  /** Takes no key. */
  private static final class Refusing extends Dispatcher {
    static final Refusing VENDOR = new Refusing();

    @Override
    public MockResponse dispatch(RecordedRequest request) {
      return new MockResponse.Builder().code(401).body("{}").build();
    }
  }

  /** Asks for a minute's patience, always. */
  private static final class Busy extends Dispatcher {
    static final Busy VENDOR = new Busy();

    @Override
    public MockResponse dispatch(RecordedRequest request) {
      return new MockResponse.Builder().code(429).addHeader("Retry-After", "60").build();
    }
  }

  private static ConfigReader reader() {
    return new ConfigReader(
        Accounts.knownTypes(),
        Poller::cronProblem,
        Map.of("KEY", "sk-admin-x", "NEW_KEY", "sk-admin-y"));
  }

  private static void start(App app) {
    try {
      app.start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static String url(Path folder) {
    return "jdbc:sqlite:" + folder.resolve("ledger.db");
  }

  private static String configuration(Path folder, int port) {
    return """
        [server]
        listen = "127.0.0.1:%d"
        [ledger]
        url = "%s"
        [[provider]]
        name = "openai"
        type = "openai"
        base_url = "http://127.0.0.1:9"
        key_env = "KEY"
        """
        .formatted(port, url(folder));
  }
}

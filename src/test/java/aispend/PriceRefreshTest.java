// SPDX-License-Identifier: Apache-2.0
package aispend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aispend.config.PricesConfig;
import aispend.http.CapturedLog;
import aispend.http.OutgoingHttp;
import aispend.ledger.SqlLedger;
import aispend.model.Dimension;
import aispend.provider.VendorServer;
import aispend.server.ReloadOutcome;
import aispend.telemetry.Telemetry;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that reads a price map by itself. */
class PriceRefreshTest {
  private static final String MAP =
      """
      {"gpt-99": {"litellm_provider": "openai", "mode": "chat",
         "input_cost_per_token": 3e-06, "output_cost_per_token": 6e-06},
       "gpt-5-mini": {"litellm_provider": "openai", "mode": "chat",
         "input_cost_per_token": 0, "output_cost_per_token": 0}}
      """;

  private static final String OWN = "{\"vendor\":\"mine\",\"models\":[]}";

  private final HttpClient client = HttpClient.newHttpClient();

  @TempDir private Path folder;

  @Test
  void mapOnTheWeb_isLearnedShownAndKeptForAStartWithoutIt() throws Exception {
    try (VendorServer web = new VendorServer("{}")) {
      web.always(request -> new MockResponse.Builder().body(MAP).build());
      Path config = configure(web.baseUrl() + "/map.json");
      try (App app = start(config)) {
        await().atMost(Duration.ofSeconds(20)).until(() -> listed(app).contains("\"learned\""));

        assertThat(listed(app))
            .contains("\"source\":\"price map of " + web.baseUrl() + "/map.json\"")
            .contains("\"input\":3")
            .contains("\"model\":\"gpt-5-mini\",\"reason\":\"zero\"");
        assertThat(get(app, "metrics"))
            .contains("aispend_price_refreshes_total{outcome=\"success\",} 1.0")
            .contains("aispend_price_map_accepted_total 1.0")
            .contains("aispend_price_map_refused_total{reason=\"zero\",} 1.0")
            .contains("aispend_price_map_refused_total{reason=\"tenfold\",} 0.0");
        assertThat(get(app, "api/prices?vendor=openai&name=gpt-5-mini"))
            .as("the old price stays")
            .contains("\"origin\":\"bundled\"");
      }
    }
    try (App app = start(configure(""))) {
      assertThat(listed(app)).contains("\"origin\":\"learned\"");
    }
  }

  @Test
  void mapThatIsNone_leavesThePricesAndIsCounted() throws Exception {
    Path map = Files.writeString(folder.resolve("map.json"), "<html>");
    try (App app = start(configure(map.toString()))) {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () ->
                  get(app, "metrics")
                      .contains("aispend_price_refreshes_total{outcome=\"bad_response\",} 1.0"));
    }
    try (SqlLedger ledger =
        SqlLedger.open("jdbc:sqlite:" + folder.resolve("ledger.db"), List.of(Dimension.PROVIDER))) {
      assertThat(ledger.learnedPrices().all()).isEmpty();
      assertThat(ledger.learnedPrices().lastRead()).isEmpty();
    }
  }

  /** The prices are kept by then: the next reading, which brings nothing new, tells of them. */
  @Test
  void listenerThatFails_isToldAgainAtTheNextReading() throws Exception {
    Path map = Files.writeString(folder.resolve("map.json"), MAP);
    PricesConfig often =
        new PricesConfig(Optional.empty(), Optional.of(map.toUri()), Duration.ofMillis(20));
    Telemetry telemetry = new Telemetry();
    AtomicInteger told = new AtomicInteger();
    Runnable listener =
        () -> {
          if (told.incrementAndGet() == 1) {
            throw new UncheckedIOException(new IOException("no file"));
          }
        };
    try (CapturedLog log = new CapturedLog();
        SqlLedger ledger =
            SqlLedger.open(
                "jdbc:sqlite:" + folder.resolve("ledger.db"), List.of(Dimension.PROVIDER));
        OutgoingHttp http = new OutgoingHttp(telemetry, Clock.systemUTC(), "aispend/test");
        PriceRefresh refresh =
            new PriceRefresh(
                often, ledger, http, telemetry.prices(), Clock.systemUTC(), listener)) {
      refresh.start();

      await().atMost(Duration.ofSeconds(20)).until(() -> told.get() >= 2);
      assertThat(log.lines()).filteredOn(line -> line.contains("no file")).hasSize(1);
    }
  }

  /**
   * The new configuration's price file is a pipe: its workload has read what was learned, and waits
   * for the file while more is learned.
   */
  @Test
  void pricesLearnedDuringAReload_areInForceAfterIt() throws Exception {
    CountDownLatch mapAsked = new CountDownLatch(1);
    CountDownLatch mapGiven = new CountDownLatch(1);
    Path pipe = folder.resolve("prices.json");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    try (VendorServer web = new VendorServer("{}")) {
      web.always(
          request -> {
            mapAsked.countDown();
            awaitQuietly(mapGiven);
            return new MockResponse.Builder().body(MAP).build();
          });
      Path config = configure(web.baseUrl() + "/map.json");
      try (App app = start(config)) {
        assertThat(mapAsked.await(20, TimeUnit.SECONDS)).isTrue();
        Files.writeString(config, Files.readString(config) + "file = \"" + pipe + "\"\n");
        CompletableFuture<ReloadOutcome> reload = CompletableFuture.supplyAsync(app::reload);
        try (OutputStream file = Files.newOutputStream(pipe)) {
          mapGiven.countDown();
          await().atMost(Duration.ofSeconds(20)).until(() -> learned(app) || noneReads());
          Files.delete(pipe); // who reads it later finds a file
          Files.writeString(pipe, OWN);
          file.write(OWN.getBytes(UTF_8));
        }
        assertThat(reload.get(20, TimeUnit.SECONDS).problems()).isEmpty();

        await().atMost(Duration.ofSeconds(20)).until(() -> listed(app).contains("\"learned\""));
      }
    }
  }

  /** Whether the ledger has prices of the map, in force or not. */
  private boolean learned(App app) throws Exception {
    return get(app, "metrics").contains("aispend_price_map_accepted_total 1.0");
  }

  private static boolean noneReads() {
    return Thread.getAllStackTraces().keySet().stream()
        .noneMatch(thread -> thread.getName().equals("price-refresh"));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String listed(App app) throws Exception {
    return get(app, "api/prices?vendor=openai&name=gpt-99");
  }

  private String get(App app, String path) throws Exception {
    URI url = app.url().resolve("/" + path);
    return client
        .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private Path configure(String place) throws Exception {
    return Files.writeString(
        folder.resolve("aispend.toml"),
        """
        [server]
        listen = "127.0.0.1:0"
        [ledger]
        url = "jdbc:sqlite:%s"
        [labels]
        metrics = ["provider"]
        [prices]
        refresh_url = "%s"
        """
            .formatted(folder.resolve("ledger.db"), place));
  }

  private static App start(Path file) throws Exception {
    Main.Context context = new Main.Context(Map.of(), Clock.systemUTC());
    App app =
        new App(Settings.read(context, file), file, Settings.reader(context), context.clock());
    app.start();
    return app;
  }
}

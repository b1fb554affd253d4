// SPDX-License-Identifier: Apache-2.0
package aispend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aispend.books.MonthClosing;
import aispend.config.Config;
import aispend.config.ConfigReader;
import aispend.ledger.Batch;
import aispend.ledger.SqlLedger;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Tenant;
import aispend.poll.Poller;
import aispend.telemetry.Telemetry;
import aispend.testing.ApiDocument;
import aispend.testing.MutableClock;
import aispend.testing.Spend;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Months closed over HTTP, from the command line and by themselves. */
class MonthCloseTest {
  private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
  private static final String CLOSE = "/api/months/close";

  @TempDir private Path folder;
  private final MutableClock clock = MutableClock.at("2026-11-21T12:34:56Z");
  private final HttpClient client = HttpClient.newHttpClient();

  /** October is settled until its last day. */
  @BeforeEach
  void spend() throws Exception {
    StringBuilder tokens = new StringBuilder();
    for (String role : List.of("read", "write", "admin")) {
      tokens.append("the-%1$s = \"%2$s, %1$s\"%n".formatted(role, hash(role)));
    }
    Files.writeString(folder.resolve("tokens.toml"), tokens);
    Files.writeString(
        folder.resolve("aispend.toml"),
        """
        [server]
        listen = "127.0.0.1:0"
        auth_tokens_file = "%s"
        [ledger]
        url = "%s"
        [close]
        after = "5d"
        [[tenant]]
        name = "acme"
        where = { project = "acme-*" }
        """
            .formatted(folder.resolve("tokens.toml"), url()));
    try (SqlLedger ledger = ledger()) {
      Spend spend = new Spend(ledger).register("openai");
      spend.hour("2026-10-30T23:00:00Z", "openai", project("acme-web"), "1.5");
      spend.hour("2026-10-31T00:00:00Z", "openai", project("globex-web"), "2.25");
    }
  }

  @Test
  void monthOverHttp_isClosedOnceByAnAdminWithAReason() throws Exception {
    try (App app = started()) {
      HttpResponse<String> refused = post(app, "admin", "{\"month\":\"2026-10\"}");
      assertThat(refused.statusCode()).isEqualTo(409);
      assertThat(refused.body()).contains("2026-10 is not settled: openai:usage");

      HttpResponse<String> absurd = post(app, "admin", "{\"month\":\"+999999999-12\"}");
      assertThat(absurd.statusCode()).isEqualTo(400);
      assertThat(absurd.body()).contains("allowed: 2015-01..9999-12");
      assertThat(post(app, "admin", "{\"month\":\"0206-10\"}").statusCode()).isEqualTo(400);

      String forced = "{\"month\":\"2026-10\",\"reason\":\"the auditors are here\"}";
      HttpResponse<String> closed = post(app, "admin", forced);
      assertThat(closed.statusCode()).as(closed.body()).isEqualTo(200);
      assertThat(json(closed))
          .isEqualTo(
              JsonMapper.builder()
                  .build()
                  .readTree(
                      """
                      {"month": "2026-10", "tenant": "", "closed_at": "2026-11-21T12:34:56Z",
                       "closed_by": "the-admin", "reason": "the auditors are here", "fresh": true}
                      """));
      ApiDocument document =
          new ApiDocument(get(app, "/api/openapi.json").body().getBytes(StandardCharsets.UTF_8));
      assertThat(
              document.problems("post", CLOSE, 200, closed.body().getBytes(StandardCharsets.UTF_8)))
          .isEmpty();

      clock.advance(Duration.ofHours(1));
      JsonNode again = json(post(app, "admin", "{\"month\":\"2026-10\"}"));
      assertThat(again.path("fresh").asBoolean()).isFalse();
      assertThat(again.path("closed_at").asText()).isEqualTo("2026-11-21T12:34:56Z");
      assertThat(get(app, "/api/months?months=2").body())
          .contains("\"state\":\"closed\"")
          .contains("\"closed_usd\":\"3.75\"");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | 400 | month must be a UTC month like 2026-10",
        "[] | 400 | the body is no object",
        "{ | 400 | the body is not JSON",
        "{\"month\":\"2026-11\"} | 409 | 2026-11 ends at 2026-12-01T00:00:00Z",
        "{\"month\":\"2026-10\",\"tenant\":\"x\"} | 400 | tenant is none of [acme]",
        "{\"month\":\"2026-10\",\"reopen\":\"yes\"} | 400 | a closed month is never opened again",
        "{\"month\":\"2026-10\",\"reason\":7} | 400 | reason must be a text"
      })
  void whatCannotBe_isRefusedWithWhatToDo(String body, int status, String message)
      throws Exception {
    try (App app = started()) {
      HttpResponse<String> answer = post(app, "admin", body);

      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(json(answer).path("message").asText()).contains(message);
    }
  }

  @Test
  void tokenOfAnotherRole_closesNothing() throws Exception {
    try (App app = started()) {
      for (String role : List.of("read", "write")) {
        assertThat(post(app, role, "{\"month\":\"2026-10\"}").statusCode()).isEqualTo(403);
      }
    }
  }

  @Test
  void command_closesATenantsMonthAndShowsTheTotal() {
    assertThat(close("--month", "2026-10", "--tenant", "acme", "--reason", "early")).isZero();

    try (SqlLedger ledger = ledger()) {
      Tenant acme = new Tenant("acme", Map.of(Dimension.PROJECT, "acme-*"));
      assertThat(ledger.closes().find(acme, OCTOBER))
          .hasValueSatisfying(
              close -> {
                assertThat(close.closedBy()).isEqualTo("command line");
                assertThat(close.reason()).isEqualTo("early");
              });
      assertThat(ledger.closes().find(Tenant.ALL, OCTOBER)).isEmpty();
    }
    assertThatThrownBy(() -> close("--month", "2026-10"))
        .hasMessageContaining("2026-10 is not settled");
    assertThatThrownBy(() -> close("--month", "2026-10", "--tenant", "x"))
        .hasMessageContaining("tenant is none of [acme]");
  }

  /** The fifth day after its end; before, and until it is settled, it stays open. */
  @Test
  void month_isClosedByItselfOnceItIsDueAndSettled() throws Exception {
    clock.set("2026-11-05T23:59:59Z");
    Telemetry telemetry = new Telemetry();
    try (SqlLedger ledger = ledger()) {
      MonthKeeper keeper = keeper(ledger, telemetry);
      keeper.look();
      assertThat(waiting(telemetry)).isZero();
      clock.advance(Duration.ofSeconds(1));
      keeper.look();
      assertThat(waiting(telemetry)).isEqualTo(1);
      assertThat(ledger.closes().find(Tenant.ALL, OCTOBER)).isEmpty();

      Instant end = Instant.parse("2026-11-05T00:00:00Z");
      ChargePeriod last = new ChargePeriod(end.minus(Duration.ofHours(1)), end);
      ledger.append(new Batch("openai:usage", last, List.of(), end.plus(Duration.ofDays(4))));
      keeper.look();

      assertThat(ledger.closes().find(Tenant.ALL, OCTOBER))
          .hasValueSatisfying(close -> assertThat(close.closedBy()).isEqualTo("schedule"));
      assertThat(waiting(telemetry)).isZero();
      assertThat(
              telemetry.registry().getSampleValue("aispend_month_closed_until_timestamp_seconds"))
          .isEqualTo((double) Instant.parse("2026-11-01T00:00:00Z").getEpochSecond());
    }
  }

  private MonthKeeper keeper(SqlLedger ledger, Telemetry telemetry) throws Exception {
    Config config = reader().read(folder.resolve("aispend.toml"));
    MonthClosing closing = Workload.closing(config, ledger, clock);
    Optional<Duration> after = config.close().after();
    return new MonthKeeper(ledger.closes(), closing, after, telemetry.books(), clock);
  }

  private static double waiting(Telemetry telemetry) {
    return telemetry.registry().getSampleValue("aispend_month_close_waiting");
  }

  private int close(String... options) {
    CloseCommand command = new CloseCommand(new Main.Context(Map.of(), clock));
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--config", folder.resolve("aispend.toml").toString()));
    new CommandLine(command).parseArgs(all.toArray(new String[0]));
    return command.call();
  }

  private App started() throws Exception {
    Path file = folder.resolve("aispend.toml");
    App app = new App(reader().read(file), file, reader(), clock);
    app.start();
    return app;
  }

  private static ConfigReader reader() {
    return new ConfigReader(Accounts.knownTypes(), Poller::cronProblem, Map.of());
  }

  private SqlLedger ledger() {
    return SqlLedger.open(url(), List.of(Dimension.PROVIDER, Dimension.PROJECT, Dimension.MODEL));
  }

  private String url() {
    return "jdbc:sqlite:" + folder.resolve("ledger.db");
  }

  private static Map<Dimension, String> project(String name) {
    return Map.of(Dimension.PROJECT, name);
  }

  private HttpResponse<String> get(App app, String path) throws Exception {
    return client.send(request(app, path, "admin").build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(App app, String token, String body) throws Exception {
    return client.send(
        request(app, CLOSE, token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(App app, String path, String token) {
    URI uri = URI.create(app.url().toString().replaceAll("/$", "") + path);
    return HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token);
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    return JsonMapper.builder().build().readTree(answer.body());
  }

  private static String hash(String token) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
  }
}

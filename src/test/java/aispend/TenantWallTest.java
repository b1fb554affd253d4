// SPDX-License-Identifier: Apache-2.0
package aispend;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.config.ConfigReader;
import aispend.ledger.SqlLedger;
import aispend.model.Dimension;
import aispend.poll.Poller;
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
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two tenants of a whole daemon, each with spend of applications and of a poll, and budgets. Every
 * name and amount of a tenant tells whose it is, so that a text search finds what leaks.
 */
class TenantWallTest {
  private static final List<String> DIMENSIONS =
      List.of(
          "user_id",
          "project_id",
          "feature",
          "team",
          "agent_id",
          "region",
          "environment",
          "api_key_id");

  /** What only one tenant spends: in every amount of its events, and of its polled spend. */
  private static final Map<String, List<String>> AMOUNTS =
      Map.of("acme", List.of("31.31", "32.32"), "globex", List.of("77.77", "78.78"));

  /** Posts that take what a tenant sends; any other must refuse its tokens. */
  private static final Set<String> INTAKE =
      Set.of("/api/events", "/v1/traces", "/v1/metrics", "/v1/logs", "/proxy/");

  private final HttpClient client = HttpClient.newHttpClient();
  private final JsonMapper json = JsonMapper.builder().build();
  @TempDir private Path folder;
  private App app;

  @BeforeEach
  void start() throws Exception {
    polled();
    Path file = folder.resolve("aispend.toml");
    Files.writeString(folder.resolve("tokens.toml"), tokens());
    Files.writeString(file, configuration());
    ConfigReader reader = new ConfigReader(Accounts.knownTypes(), Poller::cronProblem, Map.of());
    app = new App(reader.read(file), file, reader, MutableClock.at("2026-11-21T12:34:56Z"));
    app.start();
    sendEvents("acme");
    sendEvents("globex");
  }

  @AfterEach
  void stop() {
    app.close();
  }

  @Test
  void everyRoute_showsATenantNothingOfAnother() throws Exception {
    List<String> leaks = new ArrayList<>();
    for (String path : readable()) {
      for (String[] pair : new String[][] {{"acme", "globex"}, {"globex", "acme"}}) {
        HttpResponse<String> answer = get(path, pair[0] + "-read");
        assertThat(answer.statusCode()).as(path + " " + answer.body()).isIn(200, 400);
        String shown = answer.body().toLowerCase(Locale.ROOT);
        // What was asked for is not told by the answer, but a refusal may repeat it.
        if (!path.contains(pair[1]) && shown.contains(pair[1])) {
          leaks.add(pair[0] + " sees the name of " + pair[1] + " at " + path);
        }
        for (String amount : amounts(pair[1])) {
          if (shown.contains(amount)) {
            leaks.add(pair[0] + " sees the amount " + amount + " at " + path);
          }
        }
      }
    }
    assertThat(leaks).isEmpty();
  }

  /** The search above finds something where it should. */
  @Test
  void everyRoute_showsATenantItsOwn() throws Exception {
    for (String path :
        List.of(
            "/metrics",
            "/",
            "/api/costs/summary",
            "/api/costs/by/project",
            "/api/events",
            "/api/costs/alerts")) {
      for (String tenant : AMOUNTS.keySet()) {
        assertThat(get(path, tenant + "-read").body()).as(path).contains(tenant + "-");
        assertThat(get(path, "all").body()).as(path).contains("acme-").contains("globex-");
      }
    }
  }

  /** By project acme is told apart, by user nobody is; globex is told by its tenant alone. */
  @Test
  void quotas_areShownToWhomTheirValuesBelong() throws Exception {
    assertThat(get("/api/costs/alerts", "acme-read").body())
        .contains("of projects/acme-project_id")
        .doesNotContain("of users/");
    assertThat(get("/api/costs/alerts", "globex-read").body())
        .doesNotContain("of projects/", "of users/");
    assertThat(get("/api/costs/alerts", "all").body())
        .contains("of projects/globex-project_id", "of users/globex-user_id");
  }

  @Test
  void totals_areTheTenantsOwnToTheNano() throws Exception {
    // acme: event 31.31 and polled 32.32; globex sees its polled spend by no token of its own,
    // as its condition is the tenant itself.
    assertThat(total("acme-read")).isEqualTo("63.63");
    assertThat(total("globex-read")).isEqualTo("77.77");
    assertThat(total("all")).isEqualTo("220.18");
  }

  @Test
  void sameIdOfTwoTenants_isTwoEvents() throws Exception {
    for (String tenant : AMOUNTS.keySet()) {
      assertThat(
              get("/api/events", tenant + "-read").body().split("\"event_id\":\"same\"", -1).length)
          .isEqualTo(2);
    }
  }

  @Test
  void eventOfAnotherTenant_isRejectedByItsField() throws Exception {
    HttpResponse<String> answer =
        send(
            "/api/events",
            "acme-write",
            event("e-2", "acme", "1").replace("acme-project_id", "globex-project_id"));

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(json.readTree(answer.body()).at("/rejected/0/field").asText())
        .isEqualTo("project_id");
    assertThat(answer.body()).contains("must be acme-*");
  }

  @Test
  void callThroughTheProxyForAnotherTenant_isRefused() throws Exception {
    HttpRequest.Builder call =
        HttpRequest.newBuilder(app.url().resolve("/proxy/openai/v1/chat/completions"))
            .header("X-AISpend-Token", "acme-write")
            .header("X-AISpend-Project", "globex-web")
            .POST(BodyPublishers.ofString("{\"model\":\"gpt-5-mini\"}"));

    HttpResponse<String> answer = client.send(call.build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("project must be acme-*");
  }

  @Test
  void everyPost_isIntakeOrRefusesTenants() throws Exception {
    for (String route : app.routes()) {
      String path = route.substring(route.indexOf(' ') + 1);
      if (route.startsWith("POST ") && !INTAKE.contains(path)) {
        assertThat(send(path, "acme-write", "{}").statusCode()).as(path).isEqualTo(403);
        assertThat(send(path, "acme-read", "{}").statusCode()).as(path).isEqualTo(403);
      }
    }
  }

  @Test
  void readTokenOfATenant_sendsNothingAndWriteTokenSeesNothing() throws Exception {
    assertThat(send("/api/events", "acme-read", event("x", "acme", "1")).statusCode())
        .isEqualTo(403);
    for (String path : readable()) {
      assertThat(get(path, "acme-write").statusCode()).as(path).isEqualTo(403);
    }
  }

  private static List<String> amounts(String tenant) {
    return AMOUNTS.getOrDefault(tenant, List.of());
  }

  /** Every path that answers a GET by a token, each with and without what it may be asked. */
  private List<String> readable() throws Exception {
    List<String> paths = new ArrayList<>();
    for (String route : app.routes()) {
      String path = route.substring(route.indexOf(' ') + 1);
      if (route.startsWith("GET ") && !path.startsWith("/-/")) {
        if (path.equals("/api/")) {
          paths.addAll(described());
        } else {
          paths.add(path);
        }
      }
    }
    return paths;
  }

  private List<String> described() throws Exception {
    List<String> paths = new ArrayList<>(List.of("/api/openapi.json"));
    JsonNode described = json.readTree(get("/api/openapi.json", "all").body()).path("paths");
    described
        .fieldNames()
        .forEachRemaining(
            path -> {
              if (!described.path(path).has("get") || path.equals("/api/openapi.json")) {
                return;
              }
              if (path.startsWith("/api/costs/")) {
                paths.add(path.replace("{dimension}", "project") + "?explain=true");
              }
              for (Dimension dimension : Dimension.values()) {
                paths.add(path.replace("{dimension}", dimension.code()));
                paths.add(
                    path.replace("{dimension}", "project")
                        + "?"
                        + dimension.code()
                        + "=globex*&source=events");
                if (!path.contains("{dimension}")) {
                  paths.add(path + "?" + dimension.code() + "=*");
                }
              }
              paths.add(path.replace("{dimension}", "user") + "?source=globex-openai:usage");
            });
    return paths.stream().distinct().toList();
  }

  private String total(String token) throws Exception {
    return json.readTree(get("/api/costs/summary", token).body()).path("cost_usd").asText();
  }

  /** What a poll had found before the daemon started; each tenant has a project at one vendor. */
  private void polled() {
    try (SqlLedger ledger =
        SqlLedger.open(url(), List.of(Dimension.PROVIDER, Dimension.PROJECT, Dimension.MODEL))) {
      Spend spend = new Spend(ledger).register("openai");
      AMOUNTS.forEach(
          (tenant, amounts) ->
              spend.hour(
                  "2026-11-21T10:00:00Z",
                  "openai",
                  Map.of(Dimension.PROJECT, tenant + "-project_id", Dimension.MODEL, tenant + "-m"),
                  amounts.get(1)));
    }
  }

  private String url() {
    return "jdbc:sqlite:" + folder.resolve("ledger.db");
  }

  private void sendEvents(String tenant) throws Exception {
    HttpResponse<String> answer =
        send("/api/events", tenant + "-write", event("same", tenant, amounts(tenant).get(0)));
    assertThat(answer.body()).contains("\"accepted\":1");
  }

  private static String event(String id, String tenant, String dollars) {
    StringBuilder fields = new StringBuilder();
    DIMENSIONS.forEach(field -> fields.append("\"%s\":\"%s-%s\",".formatted(field, tenant, field)));
    return ("{\"event_id\":\"%s\",\"timestamp\":\"2026-11-21T12:00:00Z\",%s"
            + "\"provider\":\"%s-cloud\",\"model\":\"%s-model\",\"latency_ms\":10,"
            + "\"request_hash\":\"%s\",\"metadata\":{\"k\":\"%s-meta\"},\"cost_usd\":\"%s\"}")
        .formatted(id, fields, tenant, tenant, tenant, tenant, dollars);
  }

  private String configuration() {
    return """
        [server]
        listen = "127.0.0.1:0"
        auth_tokens_file = "%s"
        [ledger]
        url = "%s"
        [labels]
        metrics = ["provider", "project", "model", "tenant"]
        [[tenant]]
        name = "acme"
        where = { project = "acme-*" }
        [[tenant]]
        name = "globex"
        where = { tenant = "globex" }
        [[budget]]
        name = "acme-budget"
        limit_usd = "32.32"
        where = { project = "acme-*" }
        [[budget]]
        name = "globex-budget"
        limit_usd = "78.78"
        where = { tenant = "globex" }
        [[budget]]
        name = "of projects"
        per = "project"
        limit_usd = "40"
        limits = { "acme-project_id" = "32", "globex-project_id" = "77.77" }
        [[budget]]
        name = "of users"
        per = "user"
        limit_usd = "40"
        [[budget]]
        name = "globex and acme-all"
        limit_usd = "78.78"
        """
        .formatted(folder.resolve("tokens.toml"), url());
  }

  private static String tokens() throws Exception {
    StringBuilder lines = new StringBuilder();
    lines.append("all = \"%s, admin\"\n".formatted(hash("all")));
    for (String tenant : AMOUNTS.keySet()) {
      for (String role : List.of("read", "write")) {
        String name = tenant + "-" + role;
        lines.append("%s = \"%s, %s, %s\"\n".formatted(name, hash(name), role, tenant));
      }
    }
    return lines.toString();
  }

  private static String hash(String token) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
  }

  private HttpResponse<String> get(String path, String token) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + token).build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> send(String path, String token, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri(path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create(app.url().toString().replaceAll("/$", "") + path);
  }
}

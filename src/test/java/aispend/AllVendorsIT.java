// SPDX-License-Identifier: Apache-2.0
package aispend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aispend.demo.DemoOptions;
import aispend.demo.DemoVendor;
import aispend.testing.MutableClock;
import aispend.testing.S3Software;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every vendor and every recipe at once: a daemon reads them while much is not final, is down for
 * days, and reads again. Then each source says, day by day and to the nano, what the simulator
 * knows to be true.
 */
final class AllVendorsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private static final String AWS_KEY = S3Software.KEY_ID + ":" + S3Software.SECRET;

  private static final Map<String, ConfiguredVendor> VENDORS =
      Stream.of(
              new ConfiguredVendor("openai", "", "sk-admin-demo", ""),
              new ConfiguredVendor("anthropic", "", "sk-ant-admin01-demo", ""),
              new ConfiguredVendor("openrouter", "/as/openrouter/api/v1", "sk-or-management", ""),
              new ConfiguredVendor("litellm", "sk-master-demo", "logs = true"),
              new ConfiguredVendor(
                  "litellm-tags",
                  "litellm",
                  "SIMULATOR/as/litellm",
                  "sk-master-demo",
                  "tags = true, feature_tag = \"feature:\""),
              new ConfiguredVendor("xai", "management-demo", ""),
              new ConfiguredVendor(
                  "cursor",
                  "crsr_demo",
                  "page_size = 50, requests_per_minute = 1000, daily_usage = true, limits = true"),
              new ConfiguredVendor(
                  "github-copilot", "ghp_demokey", "organization = \"acme\", users = true"),
              new ConfiguredVendor("deepseek", "sk-deepseek-demo", ""),
              new ConfiguredVendor("moonshot", "sk-moonshot-demo", ""),
              new ConfiguredVendor("cloudflare-ai-gateway", "cf-demo-token", "account = \"acc0\""),
              new ConfiguredVendor("deepgram", "0123456789abcdef0123", "project = \"speech\""),
              new ConfiguredVendor("elevenlabs", "eleven-demo-key", ""),
              new ConfiguredVendor("elevenlabs-costs", "eleven-demo-key", ""),
              new ConfiguredVendor("helicone", "sk-helicone-demo", ""),
              new ConfiguredVendor("langfuse", "pk-lf-demo:sk-lf-demo", ""),
              new ConfiguredVendor("portkey", "portkey-demo", ""),
              new ConfiguredVendor("together", "together-demo", ""),
              new ConfiguredVendor("vercel-ai-gateway", "vercel-demo", ""),
              new ConfiguredVendor(
                  "azure-openai",
                  "azure-demo-secret",
                  "tenant_id = \"acme\", client_id = \"app-1\", scope = \"subscriptions/sub-1\","
                      + " login_url = \"SIMULATOR/as/azure-openai\", requests_per_minute = 1000"),
              new ConfiguredVendor(
                  "aws-bedrock", "/as/aws-bedrock/ce", AWS_KEY, "requests_per_minute = 1000"),
              new ConfiguredVendor(
                  "google-vertex",
                  googleKey(),
                  "table = \"p-1.billing.gcp_billing_export_v1_0123\", project = \"p-1\","
                      + " token_url = \"SIMULATOR/as/google-vertex/token\""),
              new ConfiguredVendor("influxdb", "influx-demo-token", ""),
              new ConfiguredVendor("postgres-table", "postgres", "USAGE_LOG"),
              new ConfiguredVendor(
                  "focus-files",
                  "focus-files",
                  "https://s3.amazonaws.com",
                  "none",
                  "folder = \"FOLDER/bills\""),
              new ConfiguredVendor(
                  "focus-s3", "focus-files", "STORE", AWS_KEY, "folder = \"s3://bills/focus\""))
          .collect(
              Collectors.toMap(
                  ConfiguredVendor::name, each -> each, (one, other) -> one, LinkedHashMap::new));

  /** Sources whose money is the vendor's own word about all of it. */
  private static final Map<String, String> TOLD =
      Stream.of(
              "openai:costs",
              "anthropic:costs",
              "openrouter:usage",
              "openrouter:activity",
              "litellm:activity",
              "litellm:logs",
              "litellm-tags:activity",
              "litellm-tags:tags",
              "xai:usage",
              "cursor:usage",
              "github-copilot:billing",
              "cloudflare-ai-gateway:usage",
              "deepgram:costs",
              "elevenlabs-costs:costs",
              "helicone:usage",
              "langfuse:usage",
              "portkey:usage",
              "together:costs",
              "vercel-ai-gateway:costs",
              "azure-openai:costs",
              "aws-bedrock:costs",
              "google-vertex:export",
              "influxdb:usage",
              "postgres-table:usage",
              "focus-files:bill",
              "focus-s3:bill")
          .collect(Collectors.toMap(source -> source, AllVendorsIT::vendor));

  private static final int SOURCES = TOLD.size() + 8;

  private static String vendor(String source) {
    String provider = source.split(":", -1)[0];
    return switch (provider) {
      case "focus-s3" -> "focus-files";
      case "litellm-tags" -> "litellm";
      default -> provider;
    };
  }

  /** A service account's, made up for the day. */
  private static String googleKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      String key =
          Base64.getEncoder().encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
      return "{\"client_email\":\"reader@p-1\",\"private_key\":\"" + key + "\"}";
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private final HttpClient client = HttpClient.newHttpClient();
  private final JsonMapper mapper =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private final MutableClock clock = MutableClock.at("2026-11-18T09:10:30Z");

  @TempDir private Path folder;

  @Test
  void allVendorsAtOnce_sumUpToTheTruth() throws Exception {
    S3Software store = new S3Software(folder);
    UsageTable table = new UsageTable();
    try (DemoVendor vendor =
        new DemoVendor(DemoOptions.DEFAULT.withDays(2).withoutFaults(), clock)) {
      vendor.start("127.0.0.1", 0);
      String simulator = "http://127.0.0.1:" + vendor.port();
      Map<String, String> places =
          Map.of(
              "SIMULATOR",
              simulator,
              "STORE",
              store.url(),
              "FOLDER",
              folder.toString(),
              "USAGE_LOG",
              table.options());
      FocusBills bills = new FocusBills(folder.resolve("bills"), store, clock);
      JsonNode before = json(simulator + "/sim/truth").path("final").path("others");
      bills.write(before);
      table.write(before);
      try (App app = start(places)) {
        awaitAllPolled(app);
      }
      clock.advance(Duration.ofHours(30));
      post(simulator + "/sim/settle");
      clock.advance(Duration.ofHours(9));
      JsonNode truth = json(simulator + "/sim/truth").path("final");
      bills.write(truth.path("others"));
      table.write(truth.path("others"));
      try (App app = start(places)) {
        awaitAllPolled(app);

        assertToldSumsAreTrue(app, truth);
        assertInferredSumsAreTrue(app, before, truth.path("others"));
        assertCreditsAreTrue(app, truth.path("others"));
        // What is worked out for metrics is kept for a while by the clock, which stands still.
        clock.advance(Duration.ofMinutes(5));
        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofSeconds(1))
            .untilAsserted(
                () -> {
                  assertBalancesAreTrue(app, truth.path("others"));
                  assertLimitsAreTold(app);
                });
      }
    } finally {
      store.stop();
    }
  }

  private void assertToldSumsAreTrue(App app, JsonNode truth) throws Exception {
    for (Map.Entry<String, String> told : TOLD.entrySet()) {
      Map<String, BigDecimal> expected = trueDays(truth, told.getValue());
      assertThat(expected).as(told.getKey()).hasSizeGreaterThan(3);
      assertThat(days(app, told.getKey())).as(told.getKey()).isEqualTo(expected);
    }
  }

  /** What fell between the two readings is what was spent between them, payments or not. */
  private void assertInferredSumsAreTrue(App app, JsonNode before, JsonNode after)
      throws Exception {
    for (String vendor : new String[] {"deepseek", "moonshot"}) {
      BigDecimal spent = total(after, vendor).subtract(total(before, vendor));
      assertThat(spent).isPositive();
      assertThat(sum(days(app, vendor + ":balance"))).as(vendor).isEqualByComparingTo(spent);
    }
  }

  /** Credits are no money; seats are no credits. */
  private void assertCreditsAreTrue(App app, JsonNode truth) throws Exception {
    long characters = truth.path("elevenlabs").at("/usage/totals/units/characters").longValue();
    assertThat(characters).isPositive();
    assertThat(get(app, "metrics"))
        .contains(
            "aispend_units_total{provider=\"elevenlabs\",project=\"\",unit=\"credits\"} "
                + characters
                + "\n");
    BigDecimal credits = BigDecimal.ZERO;
    for (JsonNode row : truth.path("github-copilot").at("/costs/rows")) {
      if (row.path("project").asText().equals("credits")) {
        credits = credits.add(new BigDecimal(row.path("amount").asText()));
      }
    }
    assertThat(sum(days(app, "github-copilot:credits"))).isEqualByComparingTo(credits);
  }

  /** What was bought, as the simulator's documents say, less all that was spent. */
  private void assertBalancesAreTrue(App app, JsonNode truth) throws Exception {
    String metrics = get(app, "metrics");
    Map<String, String> bought =
        Map.of("openrouter", "5000.5", "deepgram", "2500", "vercel-ai-gateway", "1000");
    for (Map.Entry<String, String> each : bought.entrySet()) {
      BigDecimal left = new BigDecimal(each.getValue()).subtract(total(truth, each.getKey()));
      assertThat(balance(metrics, each.getKey())).isEqualByComparingTo(left);
    }
    BigDecimal cents =
        new BigDecimal("10000").subtract(total(truth, "xai")).setScale(2, RoundingMode.FLOOR);
    assertThat(balance(metrics, "xai")).as("its sign is inverted").isEqualByComparingTo(cents);
  }

  /** As the simulator's documents say, by provider and whose they are. */
  private void assertLimitsAreTold(App app) throws Exception {
    assertThat(lines(get(app, "metrics"), "aispend_provider_limit_spent", "").values())
        .anyMatch(line -> line.contains("\"litellm\"") && line.endsWith(" 123.25"))
        .anyMatch(line -> line.contains("\"openrouter\"") && line.endsWith(" 25.5"))
        .anyMatch(line -> line.contains("\"cursor\"") && line.endsWith(" 24.5"))
        .anyMatch(line -> line.contains("\"xai\"") && line.contains("scope=\"team\""));
  }

  private static BigDecimal balance(String metrics, String provider) {
    String start = "aispend_account_balance{provider=\"" + provider + "\",currency=\"USD\"} ";
    assertThat(metrics).contains(start);
    return metrics
        .lines()
        .filter(line -> line.startsWith(start))
        .map(line -> new BigDecimal(line.substring(start.length())))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, BigDecimal> trueDays(JsonNode truth, String vendor) {
    JsonNode view = truth.has(vendor) ? truth.path(vendor) : truth.path("others").path(vendor);
    Map<String, BigDecimal> days = new TreeMap<>();
    for (JsonNode row : view.at("/costs/rows")) {
      days.merge(
          row.path("day").asText(), new BigDecimal(row.path("amount").asText()), BigDecimal::add);
    }
    return normalised(days);
  }

  private static BigDecimal total(JsonNode others, String vendor) {
    return new BigDecimal(others.path(vendor).at("/costs/totals/amount").asText());
  }

  private Map<String, BigDecimal> days(App app, String source) throws Exception {
    Map<String, BigDecimal> days = new TreeMap<>();
    JsonNode answer = mapper.readTree(get(app, "api/costs/daily?days=10&source=" + source));
    for (JsonNode row : answer.path("days")) {
      days.put(row.path("date").asText(), new BigDecimal(row.path("cost_usd").asText()));
    }
    return normalised(days);
  }

  private static Map<String, BigDecimal> normalised(Map<String, BigDecimal> days) {
    days.values().removeIf(cost -> cost.signum() == 0);
    days.replaceAll((day, cost) -> cost.setScale(9));
    return days;
  }

  private static BigDecimal sum(Map<String, BigDecimal> days) {
    return days.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private App start(Map<String, String> places) throws Exception {
    StringBuilder toml =
        new StringBuilder(
            """
            [server]
            listen = "127.0.0.1:0"
            [ledger]
            url = "jdbc:sqlite:%s"
            """
                .formatted(folder.resolve("ledger.db")));
    VENDORS.values().forEach(each -> toml.append(each.toml(places)));
    Path file = Files.writeString(folder.resolve("aispend.toml"), toml);
    Map<String, String> keys =
        VENDORS.values().stream()
            .collect(Collectors.toMap(ConfiguredVendor::variable, ConfiguredVendor::key));
    Main.Context context = new Main.Context(keys, clock);
    App app = new App(Settings.read(context, file), file, Settings.reader(context), clock);
    app.start();
    return app;
  }

  private void awaitAllPolled(App app) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              String metrics = get(app, "metrics");
              assertThat(failures(metrics)).isEmpty();
              assertThat(lines(metrics, "aispend_polls_total", "outcome=\"success\"").size())
                  .as("sources that were read: %s", metrics)
                  .isEqualTo(SOURCES);
            });
  }

  private static Map<String, String> failures(String metrics) {
    Map<String, String> failures = lines(metrics, "aispend_polls_total", "");
    failures.keySet().removeIf(line -> line.contains("outcome=\"success\""));
    return failures;
  }

  /** Samples above 0 by name and labels. */
  private static Map<String, String> lines(String metrics, String name, String label) {
    Map<String, String> lines = new TreeMap<>();
    metrics
        .lines()
        .filter(line -> line.startsWith(name + "{") && line.contains(label))
        .filter(line -> !line.endsWith(" 0") && !line.endsWith(" 0.0"))
        .forEach(line -> lines.put(line.substring(0, line.lastIndexOf(' ')), line));
    return lines;
  }

  private String get(App app, String path) throws Exception {
    return body(HttpRequest.newBuilder(app.url().resolve("/" + path)));
  }

  private JsonNode json(String url) throws Exception {
    return mapper.readTree(body(HttpRequest.newBuilder(URI.create(url))));
  }

  private void post(String url) throws Exception {
    body(HttpRequest.newBuilder(URI.create(url)).POST(HttpRequest.BodyPublishers.noBody()));
  }

  private String body(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }
}

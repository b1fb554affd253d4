// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import static aispend.config.ConfigFixture.OPENAI_KEY;
import static aispend.config.ConfigFixture.bothKeys;
import static aispend.config.ConfigFixture.reader;
import static org.assertj.core.api.Assertions.assertThat;

import aispend.config.BudgetConfig.Action;
import aispend.config.BudgetConfig.Period;
import aispend.model.Dimension;
import aispend.model.Money;
import aispend.model.Secret;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every key: its default, and what a value for it becomes. A key without a row here fails. */
final class ConfigKeysTest {
  @TempDir private Path directory;

  /**
   * One key.
   *
   * @param line how it is written; {@code FILE} stands for a file that exists
   * @param part reads its value; one that may be left out is Optional
   */
  record Key(String path, String line, Function<Config, Object> part, Object unset, Object set) {
    @Override
    public String toString() {
      return path;
    }

    String table() {
      return path.substring(0, path.lastIndexOf('.'));
    }
  }

  static Stream<Key> keys() {
    return Stream.of(
            server(),
            ledger(),
            http(),
            plain(),
            provider(),
            labels(),
            budget(),
            insight(),
            history())
        .flatMap(keys -> keys);
  }

  private static Stream<Key> server() {
    return Stream.of(
        key(
            "server.listen",
            "\"[::1]:0\"",
            c -> c.server().listen(),
            new ListenAddress("0.0.0.0", 9477),
            new ListenAddress("::1", 0)),
        key(
            "server.tls_cert_file",
            "\"FILE\"\ntls_key_file = \"FILE\"",
            c -> c.server().tls().map(files -> files.certificate().getFileName().toString()),
            Optional.empty(),
            Optional.of("some.file")),
        key(
            "server.tls_key_file",
            "\"FILE\"\ntls_cert_file = \"FILE\"",
            c -> c.server().tls().map(files -> files.key().getFileName().toString()),
            Optional.empty(),
            Optional.of("some.file")),
        key(
            "server.auth_tokens_file",
            "\"FILE\"",
            c -> c.server().authTokensFile().map(f -> f.getFileName().toString()),
            Optional.empty(),
            Optional.of("some.file")),
        key("server.max_body_bytes", "2048", c -> c.server().maxBodyBytes(), 8_388_608L, 2_048L),
        key(
            "server.grafana_url",
            "\"http://localhost:3000/\"",
            c -> c.server().grafanaUrl(),
            Optional.empty(),
            Optional.of(URI.create("http://localhost:3000"))));
  }

  private static Stream<Key> ledger() {
    Function<Config, Object> user = c -> c.ledger().login().map(LedgerConfig.Login::user);
    Function<Config, Object> password =
        c -> c.ledger().login().flatMap(LedgerConfig.Login::password).map(Secret::reveal);
    String postgres = "\nurl = \"jdbc:postgresql://db/aispend\"";
    return Stream.of(
        key(
            "ledger.url",
            "\"jdbc:sqlite:/var/lib/aispend/ledger.db\"",
            c -> c.ledger().url(),
            "jdbc:sqlite:data/aispend.db",
            "jdbc:sqlite:/var/lib/aispend/ledger.db"),
        key(
            "ledger.user",
            "\"aispend\"" + postgres,
            user,
            Optional.empty(),
            Optional.of("aispend")),
        key(
            "ledger.password_env",
            "\"OPENAI_ADMIN_KEY\"\nuser = \"aispend\"" + postgres,
            password,
            Optional.empty(),
            Optional.of(OPENAI_KEY)),
        key(
            "ledger.password_file",
            "\"FILE\"\nuser = \"aispend\"" + postgres,
            password,
            Optional.empty(),
            Optional.of("sk-admin-from-file")),
        key(
            "ledger.raw_retention",
            "\"30d\"",
            c -> c.ledger().rawRetention(),
            Duration.ofDays(90),
            Duration.ofDays(30)),
        key(
            "ledger.hourly_retention",
            "\"100d\"",
            c -> c.ledger().hourlyRetention(),
            Duration.ofDays(400),
            Duration.ofDays(100)));
  }

  private static Stream<Key> http() {
    return Stream.of("http", "provider")
        .flatMap(
            table -> {
              Function<Config, HttpConfig> http =
                  c -> table.equals("http") ? c.http() : c.providers().get(0).http();
              return Stream.of(
                  key(
                      table + ".connect_timeout",
                      "\"500ms\"",
                      c -> http.apply(c).connectTimeout(),
                      Duration.ofSeconds(10),
                      Duration.ofMillis(500)),
                  key(
                      table + ".read_timeout",
                      "\"2m\"",
                      c -> http.apply(c).readTimeout(),
                      Duration.ofSeconds(60),
                      Duration.ofMinutes(2)),
                  key(table + ".max_attempts", "3", c -> http.apply(c).maxAttempts(), 6, 3),
                  key(
                      table + ".backoff",
                      "\"2s\"",
                      c -> http.apply(c).backoff(),
                      Duration.ofSeconds(1),
                      Duration.ofSeconds(2)),
                  key(
                      table + ".max_backoff",
                      "\"1h\"",
                      c -> http.apply(c).maxBackoff(),
                      Duration.ofMinutes(5),
                      Duration.ofHours(1)),
                  key(table + ".jitter", "1", c -> http.apply(c).jitter(), 0.2, 1.0));
            });
  }

  private static Stream<Key> plain() {
    return Stream.of(
        key(
            "prices.file",
            "\"FILE\"",
            c -> c.prices().file().map(f -> f.getFileName().toString()),
            Optional.empty(),
            Optional.of("some.file")),
        key(
            "prices.refresh_url",
            "\"https://host/prices.json\"",
            c -> c.prices().refreshUrl(),
            Optional.empty(),
            Optional.of(URI.create("https://host/prices.json"))),
        key("currency.base", "\"USD\"", c -> c.currency().base(), "USD", "USD"),
        key(
            "currency.rate.currency",
            "\"CHF\"",
            c -> c.currency().rates().get(0).currency(),
            "EUR",
            "CHF"),
        key(
            "currency.rate.usd",
            "\"1.080000001\"",
            c -> c.currency().rates().get(0).usd(),
            new BigDecimal("1.08"),
            new BigDecimal("1.080000001")),
        key(
            "currency.rate.from",
            "\"2026-02-28\"",
            c -> c.currency().rates().get(0).from(),
            LocalDate.of(2026, 1, 1),
            LocalDate.of(2026, 2, 28)),
        key("events.enabled", "false", c -> c.events().enabled(), true, false),
        key("events.max_batch", "1", c -> c.events().maxBatch(), 10_000, 1),
        key(
            "events.future_tolerance",
            "\"0s\"",
            c -> c.events().futureTolerance(),
            Duration.ofMinutes(10),
            Duration.ZERO),
        key("demo.enabled", "true", c -> c.demo().enabled(), false, true));
  }

  private static Stream<Key> provider() {
    Function<Config, ProviderConfig> provider = c -> c.providers().get(0);
    Function<Config, Object> key =
        c -> provider.apply(c).credential().secret().map(Secret::reveal).orElse("");
    return Stream.of(
        key("provider.name", "\"azure-eu\"", c -> provider.apply(c).name(), "main", "azure-eu"),
        key("provider.type", "\"anthropic\"", c -> provider.apply(c).type(), "openai", "anthropic"),
        key(
            "provider.base_url",
            "\"http://localhost:8080/v1/\"",
            c -> provider.apply(c).baseUrl(),
            URI.create("https://api.openai.com"),
            URI.create("http://localhost:8080/v1")),
        key("provider.key_env", "\"OTHER_KEY\"", key, OPENAI_KEY, "sk-admin-other"),
        key("provider.key_file", "\"FILE\"", key, OPENAI_KEY, "sk-admin-from-file"),
        key(
            "provider.schedule",
            "\"0 0/15 * * * ?\"",
            c -> provider.apply(c).reading().schedule(),
            new Schedule.Every(Duration.ofMinutes(15)),
            new Schedule.Cron("0 0/15 * * * ?")),
        key(
            "provider.every",
            "\"10s\"",
            c -> provider.apply(c).reading().schedule(),
            new Schedule.Every(Duration.ofMinutes(15)),
            new Schedule.Every(Duration.ofSeconds(10))),
        key(
            "provider.backfill",
            "\"90d\"",
            c -> provider.apply(c).reading().backfill(),
            Duration.ofDays(30),
            Duration.ofDays(90)),
        key(
            "provider.lookback",
            "\"36h\"",
            c -> provider.apply(c).reading().lookback(),
            Duration.ofDays(3),
            Duration.ofHours(36)),
        key(
            "provider.enabled",
            "false",
            c -> provider.apply(c).whyDisabled(),
            Optional.empty(),
            Optional.of("enabled = false")),
        key(
            "provider.match",
            "[\"model\", \"project\"]",
            c -> provider.apply(c).match(),
            Set.of(),
            Set.of(Dimension.MODEL, Dimension.PROJECT)),
        key(
            "provider.options",
            "{ organization = \"org-1\", page_size = 31, names = true, projects = [\"a\", \"b\"] }",
            c -> provider.apply(c).options(),
            Map.of(),
            Map.of(
                "organization", "org-1", "page_size", "31", "names", "true", "projects", "a,b")));
  }

  private static Stream<Key> labels() {
    return Stream.of(
        key(
            "labels.metrics",
            "[\"model\", \"provider\", \"user\"]",
            c -> List.copyOf(c.labels().metrics()),
            List.of(Dimension.PROVIDER, Dimension.PROJECT, Dimension.MODEL),
            List.of(Dimension.MODEL, Dimension.PROVIDER, Dimension.USER)),
        key("labels.max_series", "1000", c -> c.labels().maxSeries(), 20_000, 1_000),
        key(
            "labels.top",
            "{ feature = 10, team = 3 }",
            c -> c.labels().top(),
            Map.of(Dimension.FEATURE, 50, Dimension.USER, 20),
            Map.of(Dimension.FEATURE, 10, Dimension.USER, 20, Dimension.TEAM, 3)),
        key(
            "labels.new_series_hold",
            "\"0s\"",
            c -> c.labels().newSeriesHold(),
            Duration.ofSeconds(75),
            Duration.ZERO));
  }

  private static Stream<Key> budget() {
    Function<Config, BudgetConfig> budget = c -> c.budgets().get(0);
    return Stream.of(
        key("budget.name", "\"search\"", c -> budget.apply(c).name(), "company", "search"),
        key(
            "budget.limit_usd",
            "\"0.000000001\"",
            c -> budget.apply(c).limit(),
            Money.usd("5000"),
            Money.usd(1)),
        key(
            "budget.period",
            "\"week\"",
            c -> budget.apply(c).cycle().period(),
            Period.MONTH,
            Period.WEEK),
        key(
            "budget.zone",
            "\"Asia/Kathmandu\"",
            c -> budget.apply(c).cycle().zone(),
            ZoneOffset.UTC,
            ZoneId.of("Asia/Kathmandu")),
        key(
            "budget.owner",
            "\"platform-oncall\"",
            c -> budget.apply(c).owner(),
            "",
            "platform-oncall"),
        key(
            "budget.thresholds",
            "[1, 100, 1000]",
            c -> budget.apply(c).thresholds(),
            List.of(50, 75, 90, 100),
            List.of(1, 100, 1_000)),
        key(
            "budget.where",
            "{ project = \"search-*\", line_item = \"x\" }",
            c -> budget.apply(c).where(),
            Map.of(),
            Map.of(Dimension.PROJECT, "search-*", Dimension.LINE_ITEM, "x")),
        key(
            "budget.action",
            "\"block\"",
            c -> budget.apply(c).action(),
            Action.ALERT,
            Action.BLOCK));
  }

  private static Stream<Key> insight() {
    return Stream.of(
        key(
            "runaway.limit_usd",
            "\"0.5\"",
            c -> c.runaway().limit(),
            Money.usd("50"),
            Money.usd("0.5")),
        key(
            "runaway.window",
            "\"1h\"",
            c -> c.runaway().window(),
            Duration.ofMinutes(10),
            Duration.ofHours(1)),
        key(
            "runaway.by",
            "[\"agent\"]",
            c -> c.runaway().by(),
            Set.of(Dimension.FEATURE, Dimension.USER, Dimension.KEY),
            Set.of(Dimension.AGENT)),
        key("anomaly.above_average", "1.25", c -> c.anomaly().aboveAverage(), 0.5, 1.25),
        key("anomaly.min_usd", "\"0\"", c -> c.anomaly().min(), Money.usd("1"), Money.ZERO_USD),
        key("tenant.name", "\"globex\"", c -> c.tenants().get(0).name(), "acme", "globex"),
        key(
            "tenant.where",
            "{ team = \"*\" }",
            c -> c.tenants().get(0).where(),
            Map.of(Dimension.PROJECT, "acme-*"),
            Map.of(Dimension.TEAM, "*")));
  }

  private static Stream<Key> history() {
    Function<Config, HistoryConfig.Access> access = c -> c.history().access();
    Function<Config, Object> login =
        c -> access.apply(c).login().map(one -> one.user() + ":" + one.password().reveal());
    Function<Config, Object> token = c -> access.apply(c).bearerToken().map(Secret::reveal);
    Object keyOfEnvironment = Optional.of("me:" + OPENAI_KEY);
    return Stream.of(
        key(
            "history.remote_write_url",
            "\"http://prometheus:9090/api/v1/write\"",
            c -> c.history().remoteWriteUrl(),
            Optional.empty(),
            Optional.of(URI.create("http://prometheus:9090/api/v1/write"))),
        key("history.job", "\"spend\"", c -> c.history().job(), "aispend", "spend"),
        key(
            "history.username",
            "\"me\"\npassword_env = \"OPENAI_ADMIN_KEY\"",
            login,
            Optional.empty(),
            keyOfEnvironment),
        key(
            "history.password_env",
            "\"OPENAI_ADMIN_KEY\"\nusername = \"me\"",
            login,
            Optional.empty(),
            keyOfEnvironment),
        key(
            "history.password_file",
            "\"FILE\"\nusername = \"me\"",
            login,
            Optional.empty(),
            Optional.of("me:sk-admin-from-file")),
        key(
            "history.bearer_token_env",
            "\"OPENAI_ADMIN_KEY\"",
            token,
            Optional.empty(),
            Optional.of(OPENAI_KEY)),
        key(
            "history.bearer_token_file",
            "\"FILE\"",
            token,
            Optional.empty(),
            Optional.of("sk-admin-from-file")),
        key(
            "history.tenant_id",
            "\"acme\"",
            c -> access.apply(c).tenantId(),
            Optional.empty(),
            Optional.of("acme")),
        key(
            "history.tenant_header",
            "\"THANOS-TENANT\"",
            c -> access.apply(c).tenantHeader(),
            "X-Scope-OrgID",
            "THANOS-TENANT"),
        key(
            "history.headers",
            "{ X-Team = \"finance\" }",
            c -> access.apply(c).headers(),
            Map.of(),
            Map.of("X-Team", "finance")),
        key(
            "history.window",
            "\"45d\"",
            c -> c.history().window(),
            Duration.ofDays(90),
            Duration.ofDays(45)),
        key(
            "history.samples_per_request",
            "500",
            c -> c.history().pace().samplesPerRequest(),
            2_000,
            500),
        key(
            "history.samples_per_second",
            "100",
            c -> c.history().pace().samplesPerSecond(),
            20_000,
            100));
  }

  private static Key key(
      String path, String value, Function<Config, Object> part, Object unset, Object set) {
    String name = path.substring(path.lastIndexOf('.') + 1);
    return new Key(path, name + " = " + value, part, unset, set);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void keyLeftOut_isItsDefault(Key key) throws Exception {
    assertThat(key.part().apply(read(ConfigKeysTest::required))).isEqualTo(key.unset());
  }

  @ParameterizedTest
  @MethodSource("keys")
  void keyGiven_isWhatItSays(Key key) throws Exception {
    assertThat(key.part().apply(read(table -> with(key, table)))).isEqualTo(key.set());
  }

  @Test
  void everyKeyThatIsRead_hasARowHere() throws Exception {
    Findings findings = new Findings();
    reader(bothKeys()).read(document(ConfigKeysTest::required), findings);
    assertThat(findings.knownKeys().stream().map(Findings.KnownKey::path))
        .containsExactlyInAnyOrderElementsOf(keys().map(Key::path).toList());
  }

  /** Goes round the check that refuses PostgreSQL, so that its keys are covered as well. */
  private Config read(Function<String, String> body) throws Exception {
    Path file = Files.writeString(directory.resolve("some.file"), "sk-admin-from-file\n");
    Map<String, String> variables = bothKeys();
    variables.put("OTHER_KEY", "sk-admin-other");
    Findings findings = new Findings();
    Config config =
        reader(variables).read(document(body).replace("FILE", file.toString()), findings);
    assertThat(findings.problems()).isEmpty();
    return config;
  }

  private static String document(Function<String, String> body) {
    StringBuilder document = new StringBuilder();
    for (String table : List.of("provider", "budget", "tenant", "currency.rate")) {
      document.append("[[").append(table).append("]]\n").append(body.apply(table));
    }
    for (String table :
        List.of(
            "server",
            "ledger",
            "http",
            "prices",
            "currency",
            "labels",
            "events",
            "runaway",
            "anomaly",
            "history",
            "demo")) {
      document.append("[").append(table).append("]\n").append(body.apply(table));
    }
    return document.toString();
  }

  private static String required(String table) {
    return switch (table) {
      case "provider" -> "name = \"main\"\ntype = \"openai\"\n";
      case "budget" -> "name = \"company\"\nlimit_usd = \"5000\"\n";
      case "tenant" -> "name = \"acme\"\nwhere = { project = \"acme-*\" }\n";
      case "currency.rate" -> "currency = \"EUR\"\nusd = \"1.08\"\nfrom = \"2026-01-01\"\n";
      default -> "";
    };
  }

  /** The required lines of a table, the key's own replaced by the one under test. */
  private static String with(Key key, String table) {
    if (!key.table().equals(table)) {
      return required(table);
    }
    String name = key.path().substring(table.length() + 1);
    String others = required(table).replaceAll("(?m)^" + name + " = .*\\n", "");
    return others + key.line() + "\n";
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import static aispend.config.ConfigFixture.OPENAI_KEY;
import static aispend.config.Key.key;

import aispend.model.Dimension;
import aispend.model.Secret;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The keys that say where spend comes from and where it is kept. */
final class SourceKeys {
  private SourceKeys() {}

  static Stream<Key> all() {
    return Stream.of(server(), ledger(), http(), plain(), provider(), labels(), proxy())
        .flatMap(keys -> keys);
  }

  private static Stream<Key> server() {
    return Stream.of(
        key(
            "server.listen",
            "\"[::1]:0\"",
            c -> c.server().listen(),
            new ListenAddress("127.0.0.1", 9477),
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
        key("server.open", "true", c -> c.server().open(), false, true),
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
            "ledger.tenant_role",
            "\"spend_tenant\"" + postgres,
            c -> c.ledger().tenantRole(),
            Optional.empty(),
            Optional.of("spend_tenant")),
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
                  key(table + ".jitter", "1", c -> http.apply(c).jitter(), 0.2, 1.0),
                  key(
                      table + ".max_calls_per_day",
                      "300",
                      c -> http.apply(c).maxCallsPerDay(),
                      20_000,
                      300));
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
        key(
            "prices.refresh_every",
            "\"6h\"",
            c -> c.prices().refreshEvery(),
            Duration.ofHours(24),
            Duration.ofHours(6)),
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
        key("otlp.enabled", "false", c -> c.otlp().enabled(), true, false),
        key(
            "otlp.gen_ai_from",
            "\"metrics\"",
            c -> c.otlp().genAiFrom(),
            OtlpConfig.Signal.SPANS,
            OtlpConfig.Signal.METRICS),
        key(
            "otlp.claude_code_cost",
            "\"list\"",
            c -> c.otlp().claudeCodeCost(),
            OtlpConfig.ClaudeCodeCost.TOLD,
            OtlpConfig.ClaudeCodeCost.LIST),
        key("demo.enabled", "true", c -> c.demo().enabled(), false, true));
  }

  private static Stream<Key> proxy() {
    Function<Config, ProxyConfig.Limits> limits = c -> c.proxy().limits();
    Function<Config, UpstreamConfig> upstream =
        c -> {
          Map<String, UpstreamConfig> all = c.proxy().upstreams();
          return all.getOrDefault("azure", all.getOrDefault("openai", all.get("gemini")));
        };
    return Stream.of(
        key("proxy.enabled", "false", c -> c.proxy().enabled(), true, false),
        key("proxy.max_calls", "2", c -> limits.apply(c).maxCalls(), 256, 2),
        key(
            "proxy.max_request_bytes",
            "2048",
            c -> limits.apply(c).maxRequestBytes(),
            33_554_432,
            2_048),
        key(
            "proxy.connect_timeout",
            "\"1s\"",
            c -> limits.apply(c).connectTimeout(),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1)),
        key(
            "proxy.read_timeout",
            "\"1h\"",
            c -> limits.apply(c).readTimeout(),
            Duration.ofMinutes(10),
            Duration.ofHours(1)),
        key(
            "proxy.upstream.name",
            "\"azure\"\nbase_url = \"https://host\"",
            c -> upstream.apply(c).name(),
            "openai",
            "azure"),
        key(
            "proxy.upstream.base_url",
            "\"https://host/openai/\"",
            c -> upstream.apply(c).baseUrl(),
            URI.create("https://api.openai.com"),
            URI.create("https://host/openai")),
        key(
            "proxy.upstream.provider",
            "\"azure-eu\"",
            c -> upstream.apply(c).provider(),
            "openai",
            "azure-eu"),
        key(
            "proxy.upstream.include_usage",
            "true",
            c -> upstream.apply(c).includeUsage(),
            false,
            true));
  }

  private static Stream<Key> provider() {
    Function<Config, ProviderConfig> provider = c -> c.providers().get(0);
    Function<Config, Object> key =
        c -> provider.apply(c).credential().secret().map(Secret::reveal).orElse("");
    return Stream.of(
        key("provider.name", "\"azure-eu\"", c -> provider.apply(c).name(), "main", "azure-eu"),
        key("provider.type", "\"anthropic\"", c -> provider.apply(c).type(), "openai", "anthropic"),
        key(
            "provider.recipe",
            "\"FILE\"\ntype = \"http-json\"",
            c -> provider.apply(c).recipe().map(file -> file.getFileName().toString()),
            Optional.empty(),
            Optional.of("some.file")),
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
            "provider.key_expires",
            "\"2026-12-31\"",
            c -> provider.apply(c).keyExpires(),
            Optional.empty(),
            Optional.of(LocalDate.of(2026, 12, 31))),
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
}

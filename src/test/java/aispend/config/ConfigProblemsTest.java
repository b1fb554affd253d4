// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import static aispend.config.ConfigFixture.bothKeys;
import static aispend.config.ConfigFixture.environment;
import static aispend.config.ConfigFixture.problems;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the operator reads about values that cannot be used. */
final class ConfigProblemsTest {
  private static final String PROVIDER = "[[provider]]|name = \"a\"|type = \"openai\"|";
  private static final String BUDGET = "[[budget]]|name = \"b\"|limit_usd = \"5\"|";

  @TempDir private Path directory;

  /** Lines of the file are separated by a bar; the problem is the only one. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      textBlock =
          """
          [alerts]|low_balance_usd = 50           ~ line 2: alerts.low_balance_usd is 50: a bare number; money is written as text to stay exact; put it in quotes: "50"
          [alerts]|reconciliation_ratio = "2 %"   ~ line 2: alerts.reconciliation_ratio is "2 %": not a number; write one of 0 to 100, without quotes
          [alerts]|reconciliation_ratio = -0.1    ~ line 2: alerts.reconciliation_ratio is -0.1: too small; must be 0 to 100
          [alerts]|low_balance = "5"              ~ line 2: alerts.low_balance: no such key; known here: forecast_over_ratio, history_drift_usd, low_balance_usd, reconciliation_floor_usd, reconciliation_ratio, restatement_usd
          [prepaid]|provider = "a"|amount_usd = "1"|from = "2026-01-01" ~ line 1: prepaid is { provider = "a", amount_usd = "1", from = "2026-01-01" }: may repeat, so it needs double brackets; write its header as [[prepaid]]
          [[prepaid]]|provider = "a"|amount_usd = "1" ~ line 1: prepaid[1].from: is missing; write from = "2026-01-31"
          [[prepaid]]|provider = "a"|amount_usd = "0"|from = "2026-01-01" ~ line 3: prepaid[1].amount_usd is "0": nothing; must be more than 0
          [[prepaid]]|provider = "a"|amount_usd = "1"|from = "1.1.2026" ~ line 4: prepaid[1].from is "1.1.2026": not a date; write from = "2026-01-31"
          [[prepaid]]|provider = "a*"|amount_usd = "1"|from = "2026-01-01" ~ line 2: prepaid[1].provider is "a*": not a name; use 1 to 63 letters, digits, _ . -, beginning with letter or digit
          [server]|lisen = "x:1"                  ~ line 2: server.lisen: no such key; did you mean "listen"?
          [server]|zzzzz = 1                      ~ line 2: server.zzzzz: no such key; known here: auth_tokens_file, grafana_url, listen, max_body_bytes, open, tls_cert_file, tls_key_file
          [sever]|listen = "a:1"                  ~ line 1: sever: no such key; did you mean "server"?
          [server]|listen = 9477                  ~ line 2: server.listen is 9477: not text; write listen = "127.0.0.1:9477"
          [server]|listen = "9477"                ~ line 2: server.listen is "9477": not host:port; write "127.0.0.1:9477", or "[::1]:9477" for IPv6 addresses
          [server]|listen = "a:65536"             ~ line 2: server.listen is "a:65536": a port that does not exist; must be 0 to 65535
          [server]|listen = ""                    ~ line 2: server.listen is "": empty; write a value, or remove the line
          [server]|max_body_bytes = "1"           ~ line 2: server.max_body_bytes is "1": not a whole number; write one of 1024 to 1073741824, without quotes
          [server]|max_body_bytes = -1            ~ line 2: server.max_body_bytes is -1: too small; must be 1024 to 1073741824
          [server]|tls_cert_file = "/no/such"     ~ line 2: server.tls_cert_file is "/no/such": no such file; create it, or correct the path
          [server]|tls_cert_file = "pom.xml"      ~ line 2: server.tls_cert_file is "pom.xml": given without tls_key_file; give both for HTTPS, or neither for HTTP
          [server]|auth_tokens_file = "src"       ~ line 2: server.auth_tokens_file is "src": a directory; name a file
          [server]|grafana_url = "grafana:3000"   ~ line 2: server.grafana_url is "grafana:3000": not a URL; write http:// or https:// and a host
          [server]|grafana_url = "http://u:p@h"   ~ line 2: server.grafana_url is ***: a URL with credentials in it; take the part before the @ out
          [[server]]                              ~ line 1: server: must be one table; write its header once, in single brackets: [server]
          server = 1                              ~ line 1: server is 1: must be one table; write its header once, in single brackets: [server]
          [ledger]|url = "jdbc:mysql://h/d"       ~ line 2: ledger.url is "jdbc:mysql://h/d": no database that is known; write "jdbc:sqlite:data/aispend.db" or "jdbc:postgresql://host/database"
          [ledger]|url = "jdbc:sqlite:"           ~ line 2: ledger.url is "jdbc:sqlite:": no database that is known; write "jdbc:sqlite:data/aispend.db" or "jdbc:postgresql://host/database"
          [ledger]|url = "jdbc:sqlite::memory:"   ~ line 2: ledger.url is "jdbc:sqlite::memory:": a ledger that is lost at every stop; name a file
          [ledger]|url = "jdbc:postgresql://h/d?password=geheim"  ~ line 2: ledger.url is ***: a URL with credentials in it; take them out; give user and password_env beside it
          [ledger]|user = "x"                     ~ line 2: ledger.user is "x": SQLite has no users; remove it, or use a PostgreSQL url
          [ledger]|tenant_role = "x"              ~ line 2: ledger.tenant_role is "x": SQLite has no roles; remove it, or use a PostgreSQL url
          [ledger]|tenant_role = "My Role"        ~ line 2: ledger.tenant_role is "My Role": a name that SQL would need quotes for; use lower-case letters, digits and _
          [ledger]|password = "geheim"            ~ line 2: ledger.password: a secret must not stand in this file; put it into an environment variable or a file and name that: password_env = "NAME" or password_file = "/path"
          [ledger]|password_env = "OPENAI_ADMIN_KEY" ~ line 2: ledger.password_env is "OPENAI_ADMIN_KEY": a password without a user; give user too, or remove it
          [ledger]|raw_retention = "500d"         ~ line 2: ledger.raw_retention is "500d": hourly sums would be gone before the records they are made of; keep hourly_retention at least as long as raw_retention
          [http]|connect_timeout = 10             ~ line 2: http.connect_timeout is 10: not text; write connect_timeout = "10m"
          [http]|connect_timeout = "10 s"         ~ line 2: http.connect_timeout is "10 s": not a duration; write a number and ms, s, m, h or d: "30s", "15m", "7d"
          [http]|backoff = "-1s"                  ~ line 2: http.backoff is "-1s": not a duration; write a number and ms, s, m, h or d: "30s", "15m", "7d"
          [http]|max_attempts = 0                 ~ line 2: http.max_attempts is 0: too small; must be 1 to 20
          [http]|max_attempts = 2.5               ~ line 2: http.max_attempts is 2.5: not a whole number; write one of 1 to 20, without quotes
          [http]|jitter = 1.1                     ~ line 2: http.jitter is 1.1: too large; must be 0 to 1
          [http]|jitter = 1e400                   ~ line 2: http.jitter is infinite: too large; must be 0 to 1
          [http]|backoff = "6m"                   ~ line 2: http.backoff is "6m": backoff 6m is longer than max_backoff 5m; make backoff the shorter one
          [http]|max_backoff = 2026-01-01T00:00:00Z ~ line 2: http.max_backoff is a date-time: not text; write max_backoff = "1h"
          [currency]|base = "EUR"                 ~ line 2: currency.base is "EUR": not possible yet: budgets, rates and metrics are in US dollars; write "USD"
          [[currency.rate]]|currency="EUR"|usd=1.08|from="2026-01-01" ~ line 3: currency.rate[1].usd is 1.08: a bare number; money is written as text to stay exact; put it in quotes: "1.08"
          [[currency.rate]]|currency="EUR"|usd="0"|from="2026-01-01"  ~ line 3: currency.rate[1].usd is "0": not a rate; must be more than 0
          [[currency.rate]]|currency="EU"|usd="1"|from="2026-01-01"   ~ line 2: currency.rate[1].currency is "EU": no currency of ISO 4217; write three capitals: "EUR"
          [[currency.rate]]|currency="USD"|usd="1"|from="2026-01-01"  ~ line 2: currency.rate[1].currency is "USD": the base currency needs no rate; remove this rate
          [[currency.rate]]|currency="EUR"|usd="1"|from="2026-02-30"  ~ line 4: currency.rate[1].from is "2026-02-30": not a date; write from = "2026-01-31"
          [labels]|metrics = ["model"]            ~ line 2: labels.metrics is ["model"]: provider is missing; add "provider" to it
          [labels]|metrics = []                   ~ line 2: labels.metrics is []: an empty list; name at least one, or remove the line
          [labels]|metrics = "provider"           ~ line 2: labels.metrics is "provider": not a list; write metrics = ["model"]
          [labels]|metrics = ["provider", "projct"] ~ line 2: labels.metrics is ["provider", "projct"]: no dimension is called "projct"; did you mean "project"?
          [labels]|metrics = ["provider", "provider"] ~ line 2: labels.metrics is ["provider", "provider"]: names "provider" twice; keep only one of them
          [labels]|max_series = 999               ~ line 2: labels.max_series is 999: too small; must be 1000 to 1000000
          [labels]|new_series_hold = "11m"        ~ line 2: labels.new_series_hold is "11m": too large; must be 0s to 10m
          [labels]|top = { user = 0 }             ~ line 2: labels.top is { user = 0 }: its user is too small; must be 1 to 100000
          [labels]|metrics = ["provider", "feature", "user"]|max_series = 1070 ~ line 3: labels.max_series is 1070: (50 + other) feature x (20 + other) user x 5 token types are 5355 series of aispend_tokens_total, which has room for 167 within max_series = 1070; show fewer values, take a dimension out of metrics, or raise max_series to 19274
          [labels]|top = { provider = 3 }         ~ line 2: labels.top is { provider = 3 }: provider is in it; take it out: each provider is shown by name
          [anomaly]|min_usd = "-1"                ~ line 2: anomaly.min_usd is "-1": negative; must be 0 or more
          [events]|enabled = "true"               ~ line 2: events.enabled is "true": neither true nor false; write true or false without quotes
          [[tenant]]|name = "t"|where = { }       ~ line 3: tenant[1].where (t) is { }: would give the tenant everything; write { project = "acme-*" }
          [[tenant]]|name = "t"|where = { team = "*" } ~ line 3: tenant[1].where (t) is { team = "*" }: would give the tenant everything; write { project = "acme-*" }
          [[tenant]]|name = "t"|where = { tenant = "u" } ~ line 3: tenant[1].where (t) is { tenant = "u" }: would hide from the tenant what its own tokens send; write tenant = "t", or leave tenant out of it
          """)
  void badValue_isNamedWithItsRemedy(String file, String problem) {
    assertThat(problems(directory, bothKeys(), file.split("\\|"))).containsExactly(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      textBlock =
          """
          every = "0s"                ~ line 4: provider[1].every (a) is "0s": too small; must be 10s to 31d
          every = "9s"                ~ line 4: provider[1].every (a) is "9s": too small; must be 10s to 31d
          schedule = "* *"            ~ line 4: provider[1].schedule (a) is "* *": not a Quartz cron (it has not six fields); write six fields such as "0 0/15 * * * ?", or every = "15m"
          every = "1m"|schedule = "0 0/15 * * * ?"  ~ line 4: provider[1].every (a) is "1m": given beside schedule; keep only one of them
          lookback = "91d"            ~ line 4: provider[1].lookback (a) is "91d": reads again what ledger.raw_retention = 90d no longer keeps; make it shorter, or raw_retention longer
          enabled = "true"            ~ line 4: provider[1].enabled (a) is "true": not known; write "auto" in quotes, or true or false without quotes
          match = ["modell"]          ~ line 4: provider[1].match (a) is ["modell"]: no dimension is called "modell"; did you mean "model"?
          base_url = "https://h?x=1"  ~ line 4: provider[1].base_url (a) is "https://h?x=1": a URL with a query; take out what stands from the ? or # on
          base_url = ""               ~ line 4: provider[1].base_url (a) is "": empty; write a value, or remove the line
          max_backoff = "500ms"       ~ line 4: provider[1].max_backoff (a) is "500ms": backoff 1s is longer than max_backoff 500ms; make backoff the shorter one
          options = { page = 1 }      ~ line 4: provider[1].options (a) is { page = 1 }: openai has no option page; known: names, organization, page_size, projects
          options = { names = 1.5 }   ~ line 4: provider[1].options (a) is { names = 1.5 }: holds what is neither text, whole number, true, false nor a list of these; put it in double quotes
          options = { api_key = "geheim" } ~ line 4: provider[1].options (a) is { api_key = *** }: holds a secret, which must not stand in this file; use key_env or key_file of the provider
          key = "geheim"              ~ line 4: provider[1].key (a): a secret must not stand in this file; put it into an environment variable or a file and name that: key_env = "NAME" or key_file = "/path"
          key_env = "MY-KEY"          ~ line 4: provider[1].key_env (a) is "MY-KEY": not a variable's name; write the name of the variable, never the secret itself
          key_env = "A"|key_file = "/b" ~ line 5: provider[1].key_file (a) is "/b": given beside key_env; keep only one of them
          key_env = "NOT_SET"|enabled = true ~ line 5: provider[1].enabled (a) is true: environment variable NOT_SET is not set; provide the key, or write enabled = "auto" to go without; create an admin key in the organization's settings
          """)
  void badProviderKey_isNamedWithTheProvider(String lines, String problem) {
    assertThat(problems(directory, bothKeys(), (PROVIDER + lines).split("\\|")))
        .containsExactly(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      textBlock =
          """
          period = "year"             ~ line 4: budget[1].period (b) is "year": not known; write one of hour, day, week, month
          zone = "Mars/Base"          ~ line 4: budget[1].zone (b) is "Mars/Base": not a time zone; write a name of the tz database: "UTC", "Europe/Berlin"
          thresholds = [90, 50]       ~ line 4: budget[1].thresholds (b) is [90, 50]: not in ascending order; write the smallest first
          thresholds = [50, 50]       ~ line 4: budget[1].thresholds (b) is [50, 50]: names 50 twice; keep only one of them
          thresholds = [0]            ~ line 4: budget[1].thresholds (b) is [0]: too small; must be 1 to 1000
          thresholds = [50.5]         ~ line 4: budget[1].thresholds (b) is [50.5]: not a whole number; write one of 1 to 1000, without quotes
          where = { projekt = "x" }   ~ line 4: budget[1].where (b) is { projekt = "x" }: no dimension is called "projekt"; did you mean "project"?
          per = "usr"                 ~ line 4: budget[1].per (b) is "usr": no dimension is called "usr"; did you mean "user"?
          limits = { ann = "5" }      ~ line 4: budget[1].limits (b) is { ann = "5" }: are of single values, and this is one budget for all; name their dimension: per = "user"
          per = "user"|limits = { ann = 5 } ~ line 5: budget[1].limits (b) is { ann = 5 }: its ann is a bare number; money is written as text to stay exact; put it in quotes: "5"
          per = "user"|limits = { ann = "0" } ~ line 5: budget[1].limits (b) is { ann = "0" }: its ann is nothing; must be more than 0
          per = "user"|[[budget]]|name = "b/ann"|limit_usd = "1" ~ line 6: budget[2].name (b/ann) is "b/ann": may also be a value's in the quota "b"; begin it otherwise than with "b/"
          where = { project = "" }    ~ line 4: budget[1].where (b) is { project = "" }: its project is empty; write a value, or remove the line
          where = { project = 5 }     ~ line 4: budget[1].where (b) is { project = 5 }: its project is not text; write where = { project = "search-*" }
          action = "stop"             ~ line 4: budget[1].action (b) is "stop": not known; write one of alert, block
          """)
  void badBudgetKey_isNamedWithTheBudget(String lines, String problem) {
    assertThat(problems(directory, bothKeys(), (BUDGET + lines).split("\\|")))
        .containsExactly(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      textBlock =
          """
          5000            ~ 5000: a bare number; money is written as text to stay exact; put it in quotes: "5000"
          1e7             ~ 10000000: a bare number; money is written as text to stay exact; put it in quotes: "10000000"
          "0"             ~ "0": nothing; must be more than 0
          "-5"            ~ "-5": negative; must be more than 0
          "$5"            ~ "$5": not an amount; write digits with at most 9 behind the point: "5000", "0.25"
          "1e3"           ~ "1e3": not an amount; write digits with at most 9 behind the point: "5000", "0.25"
          "0.0000000001"  ~ "0.0000000001": not an amount; write digits with at most 9 behind the point: "5000", "0.25"
          "9999999999"    ~ "9999999999": more than an amount can hold; must be below 9.2 billion
          """)
  void badMoney_isRefused(String value, String problem) {
    assertThat(
            problems(directory, bothKeys(), "[[budget]]", "name = \"b\"", "limit_usd = " + value))
        .containsExactly("line 3: budget[1].limit_usd (b) is " + problem);
  }

  @Test
  void requiredKeysLeftOut_areAllNamed() {
    assertThat(problems(directory, environment(), "[[provider]]", "[[budget]]", "[[tenant]]"))
        .containsExactly(
            "line 1: provider[1].name: is missing; write name = \"...\"",
            "line 1: provider[1].type: is missing; write type = \"openai\"",
            "line 2: budget[1].name: is missing; write name = \"...\"",
            "line 2: budget[1].limit_usd: is missing; write limit_usd = \"5000\"",
            "line 3: tenant[1].name: is missing; write name = \"...\"",
            "line 3: tenant[1].where: is missing; write where = { project = \"search-*\" }");
  }

  @Test
  void unknownType_listsTheKnown() {
    assertThat(problems(directory, bothKeys(), "[[provider]]", "name = \"x\"", "type = \"openia\""))
        .containsExactly(
            "line 3: provider[1].type (x) is \"openia\": no such type of provider; did you mean"
                + " \"openai\"? known: anthropic, openai");
  }

  @Test
  void singleBrackets_askForDoubleOnesAndStillReadTheRest() {
    assertThat(problems(directory, bothKeys(), "[budget]", "name = \"b\"", "limit_usd = 5"))
        .containsExactly(
            "line 1: budget is { name = \"b\", limit_usd = 5 }: may repeat, so it needs double"
                + " brackets; write its header as [[budget]]",
            "line 3: budget[1].limit_usd (b) is 5: a bare number; money is written as text to stay"
                + " exact; put it in quotes: \"5\"");
  }

  @Test
  void namesGivenTwice_areRefused() {
    String[] file =
        (PROVIDER
                + PROVIDER
                + BUDGET
                + BUDGET
                + "[[tenant]]|name = \"t\"|where = { team = \"x\" }|"
                + "[[tenant]]|name = \"t\"|where = { team = \"y\" }")
            .split("\\|");
    assertThat(problems(directory, bothKeys(), file))
        .containsExactly(
            "line 5: provider[2].name (a) is \"a\": another provider has this name; names must be"
                + " unique",
            "line 11: budget[2].name (b) is \"b\": another budget has this name; names must be"
                + " unique",
            "line 17: tenant[2].name (t) is \"t\": another tenant has this name; names must be"
                + " unique");
  }

  @Test
  void secondRateForADay_isRefused() {
    List<String> rate =
        List.of("[[currency.rate]]", "currency = \"EUR\"", "usd = \"1\"", "from = \"2026-01-01\"");
    assertThat(problems(directory, bothKeys(), String.join("\n", rate), String.join("\n", rate)))
        .containsExactly(
            "line 8: currency.rate[2].from is \"2026-01-01\": a second rate for the same day; keep"
                + " only one of them");
  }

  @Test
  void tenMistakes_areTenProblems() {
    assertThat(
            problems(
                directory,
                environment(),
                "[server]",
                "listen = localhost",
                "max_body_bytes = 99999999999999999999",
                "[labels]",
                "max_series =",
                "metrics = [\"provider\" \"model\"]",
                "[[provider]]",
                "name = \"x\"",
                "type = \"openai\"",
                "every = \"0s\"",
                "shedule = \"x\"",
                "name = \"y\"",
                "[labels]",
                "[[budget]]",
                "limit_usd = 5.5",
                "nonsense"))
        .containsExactly(
            "line 2: server.listen: neither number, true, false nor quoted text; put double quotes"
                + " around text",
            "line 3: server.max_body_bytes: a number of more than 64 bits; write a smaller one",
            "line 5: labels.max_series: has no value; give it one, or remove the line for the"
                + " default",
            "line 6: labels.metrics: a list without a comma between two entries; put a comma"
                + " between them and ] at its end",
            "line 10: provider[1].every (x) is \"0s\": too small; must be 10s to 31d",
            "line 11: provider[1].shedule (x): no such key; did you mean \"schedule\"?",
            "line 12: provider[1].name: is already given, on line 8; keep only one of them",
            "line 13: labels: this table is already there, on line 4; put both together; only"
                + " [[provider]], [[budget]], [[tenant]] and [[currency.rate]] repeat, always in"
                + " double brackets",
            "line 14: budget[1].name: is missing; write name = \"...\"",
            "line 15: budget[1].limit_usd is 5.5: a bare number; money is written as text to stay"
                + " exact; put it in quotes: \"5.5\"",
            "line 16: not a key with a value; write it as key = \"value\", or # before a comment");
  }
}

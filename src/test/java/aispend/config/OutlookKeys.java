// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import static aispend.config.ConfigFixture.OPENAI_KEY;
import static aispend.config.Key.key;

import aispend.config.BudgetConfig.Action;
import aispend.config.BudgetConfig.Period;
import aispend.model.Dimension;
import aispend.model.Money;
import aispend.model.Secret;
import java.net.URI;
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

/** The keys of budgets, alerts and history. */
final class OutlookKeys {
  private OutlookKeys() {}

  static Stream<Key> all() {
    return Stream.of(budget(), insight(), history(), alerts()).flatMap(keys -> keys);
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
            Action.BLOCK),
        key(
            "budget.per",
            "\"user\"",
            c -> Optional.ofNullable(budget.apply(c).per()),
            Optional.empty(),
            Optional.of(Dimension.USER)),
        key(
            "budget.limits",
            "{ ann = \"50\", \"bob@example.com\" = \"0.5\" }\nper = \"user\"",
            c -> budget.apply(c).limits(),
            Map.of(),
            Map.of("ann", Money.usd("50"), "bob@example.com", Money.usd("0.5"))));
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
        key("anomaly.deviations", "2.5", c -> c.anomaly().deviations(), 3.0, 2.5),
        key("anomaly.min_usd", "\"0\"", c -> c.anomaly().min(), Money.usd("1"), Money.ZERO_USD),
        key(
            "close.after",
            "\"5d\"",
            c -> c.close().after(),
            Optional.empty(),
            Optional.of(Duration.ofDays(5))),
        key("tenant.name", "\"globex\"", c -> c.tenants().get(0).name(), "acme", "globex"),
        key(
            "tenant.where",
            "{ team = \"red-*\" }",
            c -> c.tenants().get(0).where(),
            Map.of(Dimension.PROJECT, "acme-*"),
            Map.of(Dimension.TEAM, "red-*")));
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

  private static Stream<Key> alerts() {
    Function<Config, PrepaidConfig> prepaid = c -> c.prepaid().get(0);
    return Stream.of(
        key(
            "alerts.low_balance_usd",
            "\"7\"",
            c -> c.alerts().lowBalance(),
            Money.usd("50"),
            Money.usd("7")),
        key("alerts.reconciliation_ratio", "0.1", c -> c.alerts().reconciliationRatio(), 0.02, 0.1),
        key(
            "alerts.reconciliation_floor_usd",
            "\"0\"",
            c -> c.alerts().reconciliationFloor(),
            Money.usd("5"),
            Money.ZERO_USD),
        key("alerts.forecast_over_ratio", "0.25", c -> c.alerts().forecastOver(), 0.1, 0.25),
        key(
            "alerts.restatement_usd",
            "\"8\"",
            c -> c.alerts().restatement(),
            Money.usd("50"),
            Money.usd("8")),
        key(
            "alerts.history_drift_usd",
            "\"9\"",
            c -> c.alerts().historyDrift(),
            Money.usd("0.5"),
            Money.usd("9")),
        key("prepaid.provider", "\"other\"", c -> prepaid.apply(c).provider(), "main", "other"),
        key(
            "prepaid.amount_usd",
            "\"2.5\"",
            c -> prepaid.apply(c).amount(),
            Money.usd("1000"),
            Money.usd("2.5")),
        key(
            "prepaid.from",
            "\"2026-02-28\"",
            c -> prepaid.apply(c).from(),
            LocalDate.of(2026, 11, 1),
            LocalDate.of(2026, 2, 28)),
        key(
            "prepaid.note",
            "\"first credit\"",
            c -> prepaid.apply(c).note(),
            Optional.empty(),
            Optional.of("first credit")));
  }
}

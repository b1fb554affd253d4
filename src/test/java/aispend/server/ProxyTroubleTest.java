// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aispend.config.BudgetConfig;
import aispend.config.ProxyConfig;
import aispend.model.Dimension;
import aispend.model.Money;
import aispend.proxy.BlockingBudget;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Spent budgets stop calls; the daemon's own trouble does not. The clock stands at 12:34:56. */
class ProxyTroubleTest extends ProxyCalls {
  private static final String MESSAGES = "/proxy/openai/v1/messages";
  private static final String ANSWER =
      "{\"model\":\"gpt-5-mini\",\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":1,"
          + "\"total_tokens\":10}}";

  @Test
  void spentBudget_stopsWhatItCovers() throws Exception {
    daemon.blocking = () -> List.of(budget("search", "10.5", "2026-11-22T00:00:00Z"));
    daemon.start();

    HttpResponse<byte[]> stopped = ask(CHAT, "search").join();

    assertThat(stopped.statusCode()).isEqualTo(429);
    assertThat(stopped.headers().firstValue("Retry-After")).hasValue("41105");
    assertThat(stopped.headers().firstValue("x-should-retry")).hasValue("false");
    assertThat(text(stopped))
        .isEqualTo(
            "{\"error\":{\"type\":\"aispend_proxy\",\"param\":null,\"code\":\"budget_exceeded\","
                + "\"message\":\"aispend: the budget \\\"day\\\" is spent: 10.5 of"
                + " 10 USD; it starts anew at 2026-11-22T00:00:00Z\"},"
                + "\"aispend\":{\"budget\":\"day\",\"spent_usd\":\"10.5\","
                + "\"limit_usd\":\"10\",\"resets_at\":\"2026-11-22T00:00:00Z\","
                + "\"retry_after_seconds\":\"41105\"}}");
    assertThat(text(ask(MESSAGES, "search").join()))
        .startsWith("{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":");
    assertThat(vendor.wasNotAsked()).isTrue();
    assertThat(metrics()).contains("aispend_proxy_refused_total{reason=\"budget\",} 2.0");

    assertThat(passes("mail")).isEqualTo(200);
  }

  @Test
  void spentQuota_stopsOnlyWhoHasSpentHis() throws Exception {
    BudgetConfig seats =
        budget("*", "0", "2026-11-22T00:00:00Z")
            .budget()
            .per(Dimension.FEATURE, Map.of("mail", Money.usd("20")));
    Instant resets = Instant.parse("2026-11-22T00:00:00Z");
    daemon.blocking =
        () ->
            List.of(
                new BlockingBudget(seats, "search", Money.usd("10.5"), resets),
                new BlockingBudget(seats, "mail", Money.usd("10.5"), resets),
                new BlockingBudget(seats, "chat", Money.usd("1"), resets));
    daemon.start();

    assertThat(text(ask(CHAT, "search").join()))
        .contains("the budget \\\"day/search\\\" is spent: 10.5 of 10 USD");
    assertThat(vendor.wasNotAsked()).isTrue();
    assertThat(passes("mail")).isEqualTo(200);
    assertThat(passes("chat")).isEqualTo(200);
    assertThat(passes("new")).isEqualTo(200);
  }

  @Test
  void budgetThatIsNotSpentOrStartedAnew_stopsNothing() throws Exception {
    daemon.blocking =
        () ->
            List.of(
                budget("search", "9.999999999", "2026-11-22T00:00:00Z"),
                budget("search", "11", "2026-11-21T12:00:00Z"));
    daemon.start();

    assertThat(passes("search")).isEqualTo(200);
  }

  @Test
  void budgetsThatCannotBeRead_stopNothing() throws Exception {
    daemon.blocking =
        () -> {
          throw new IllegalStateException("the ledger is away");
        };
    daemon.start();

    assertThat(passes("search")).isEqualTo(200);
    assertThat(metrics()).contains("aispend_proxy_budgets_unknown_total 1.0");
  }

  @Test
  void ledgerThatCannotBeWritten_breaksNoCallAndLosesNone() throws Exception {
    daemon.start();
    sql("alter table event rename to event_away");

    assertThat(passes("search")).isEqualTo(200);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> !metrics().contains("aispend_ledger_write_errors_total 0.0"));
    assertThat(metrics()).contains("aispend_proxy_recordings_total{outcome=\"recorded\",} 0.0");

    sql("alter table event_away rename to event");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> metrics().contains("aispend_proxy_recordings_total{outcome=\"recorded\",} 1.0"));
  }

  @Test
  void ledgerThatCannotBeWrittenAtTheStop_isCounted() throws Exception {
    daemon.start();
    sql("alter table event rename to event_away");
    assertThat(passes("search")).isEqualTo(200);

    daemon.close();

    assertThat(
            daemon
                .telemetry
                .registry()
                .getSampleValue(
                    "aispend_proxy_recordings_total",
                    new String[] {"outcome"},
                    new String[] {"dropped"}))
        .isEqualTo(1.0);
  }

  @Test
  void tooManyCalls_areRefusedAndSoon() throws Exception {
    daemon.proxied =
        new ProxyConfig(
            true,
            new ProxyConfig.Limits(1, 1_024, Duration.ofSeconds(5), Duration.ofSeconds(20)),
            daemon.proxied.upstreams());
    daemon.start();
    CompletableFuture<HttpResponse<byte[]>> first = ask(CHAT, "search");
    Vendor.Asking asking = vendor.asked();

    HttpResponse<byte[]> second = ask(CHAT, "search").join();

    assertThat(second.statusCode()).isEqualTo(503);
    assertThat(second.headers().firstValue("Retry-After")).hasValue("1");
    answer(asking);
    assertThat(first.join().statusCode()).isEqualTo(200);
  }

  private int passes(String feature) throws Exception {
    CompletableFuture<HttpResponse<byte[]>> call = ask(CHAT, feature);
    answer(vendor.asked());
    return call.join().statusCode();
  }

  private static void answer(Vendor.Asking asking) throws IOException {
    asking.answer(
        "HTTP/1.1 200 OK\nContent-Type: application/json\n",
        ANSWER.getBytes(StandardCharsets.UTF_8));
  }

  private static BlockingBudget budget(String feature, String spent, String resets) {
    return new BlockingBudget(
        new BudgetConfig(
            "day",
            Money.usd("10"),
            new BudgetConfig.Cycle(BudgetConfig.Period.DAY, ZoneOffset.UTC),
            "",
            List.of(100),
            Map.of(Dimension.FEATURE, feature),
            BudgetConfig.Action.BLOCK),
        Money.usd(spent),
        Instant.parse(resets));
  }

  private void sql(String text) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"));
        Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  private CompletableFuture<HttpResponse<byte[]>> ask(String path, String feature) {
    return post(path, "{\"model\":\"gpt-5-mini\"}", "X-AISpend-Feature", feature);
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}

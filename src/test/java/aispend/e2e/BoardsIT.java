// SPDX-License-Identifier: Apache-2.0
package aispend.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aispend.demo.DemoOptions;
import aispend.model.ChargePeriod;
import aispend.stack.board.BoardQueries;
import aispend.stack.board.BoardQueries.Query;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every query of every board, asked as Grafana asks it, of a Prometheus that scrapes a daemon with
 * simulated vendors and applications: it says something, and its totals are the JSON API's.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BoardsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int DAYS = 7;

  private static final String NO_KAFKA = "this stack has no Kafka";

  /** Nothing to say, or only about trouble that this stack does not have. */
  private static final Map<String, String> EMPTY =
      Map.ofEntries(
          Map.entry("budgets/Limits set at the providers A", "the simulated vendors limit nobody"),
          Map.entry("poller/Failures inside C", "no label set is folded"),
          Map.entry("poller/Amounts without a rate A", "all amounts are dollars"),
          Map.entry("poller/Events that wait for billing meters A", "there is no meter"),
          Map.entry(
              "poller/Calls that cost money, a day A", "the simulated vendors ask for no money"),
          Map.entry("poller/What providers let us ask A", "the simulated vendors do not say it"),
          Map.entry(
              "poller/Messages B", "this stack has channels, so the daemon's log gets nothing"),
          Map.entry("poller/Daemons that count A", NO_KAFKA),
          Map.entry("poller/Daemons that count B", NO_KAFKA),
          Map.entry("poller/Waiting in Kafka A", NO_KAFKA),
          Map.entry("poller/Waiting in Kafka B", NO_KAFKA),
          Map.entry("poller/Waiting in Kafka C", NO_KAFKA),
          Map.entry("poller/Messages by outcome A", NO_KAFKA),
          Map.entry("poller/Waiting by partition A", NO_KAFKA),
          Map.entry("poller/Failures on the way A", NO_KAFKA),
          Map.entry("poller/Failures on the way B", NO_KAFKA),
          Map.entry("poller/Failures on the way C", NO_KAFKA),
          Map.entry("poller/Failures on the way D", NO_KAFKA));

  private static final String ASKED = "{\"model\": \"house-model\", \"messages\": []}";

  private static final Offset<BigDecimal> DOUBLE = Offset.offset(new BigDecimal("0.000001"));

  private Stack stack;
  private Instant today;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    today = Clock.systemUTC().instant().truncatedTo(ChronoUnit.DAYS);
    LocalDate date = LocalDate.ofInstant(today, ZoneOffset.UTC);
    stack =
        new Stack(
            folder,
            DemoOptions.DEFAULT.withSeed(13).withDays(40).withoutFaults(),
            Settings.of(sections(date))
                .withLabels(
                    "metrics = [\"provider\", \"project\", \"model\", \"feature\", \"user\"]")
                .withProvider("key_expires = \"" + date.plusDays(200) + "\""),
            new Rules(true, Map.of()));
    await()
        .atMost(PATIENCE)
        .until(() -> stack.count("aispend_poll_last_success_timestamp_seconds > 0") == 4);
    for (int day = 0; day < DAYS; day++) {
      Events.post(stack, "house", "docs", today.minus(day, ChronoUnit.DAYS), new BigDecimal("2.5"));
    }
    Web.post(stack.vendorUrl() + "/sim/settle", "");
  }

  @AfterAll
  void stop() throws Exception {
    stack.close();
  }

  @Test
  void everyQuery_saysSomething() {
    List<Query> silent = new ArrayList<>();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(3))
        .untilAsserted(
            () -> {
              // Rates need something to happen.
              Instant now = Clock.systemUTC().instant();
              Events.post(stack, "house", "docs", now, new BigDecimal("0.01"));
              Events.failed(stack, "house", "docs", now);
              Web.post(stack.daemonUrl() + "/proxy/house/v1/chat/completions", ASKED);
              silent.clear();
              BoardQueries.all().stream()
                  .filter(query -> !query.rest() && !EMPTY.containsKey(query.toString()))
                  .filter(query -> !answers(query))
                  .forEach(silent::add);
              assertThat(silent).isEmpty();
            });
  }

  @Test
  void exceptions_areStillQueries() {
    assertThat(BoardQueries.all()).extracting(Query::toString).containsAll(EMPTY.keySet());
  }

  /** Bars of a week of days, all their series together. */
  @ParameterizedTest
  @CsvSource({
    "overview, Cost by provider, provider",
    "overview, Cost by $group, model",
    "overview, Cost by $group, feature",
    "project, Cost, project",
    "project, By project, project",
    "project, By model, model",
    "project, By feature, feature",
    "models, Cost by model, model",
    "features, Cost by $group, user",
    "features, Cost by $group, project",
  })
  void bars_addUpToTheApi(String board, String panel, String group) {
    ChargePeriod week =
        new ChargePeriod(today.minus(DAYS - 1, ChronoUnit.DAYS), today.plus(1, ChronoUnit.DAYS));
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(2))
        .untilAsserted(
            () -> {
              BigDecimal shown = BigDecimal.ZERO;
              for (Query query : panel(board, panel)) {
                String sent = sent(query, "1d", group);
                for (BigDecimal day : stack.days("sum(" + sent + ")", week).values()) {
                  shown = shown.add(day);
                }
              }
              assertThat(shown)
                  .isCloseTo(dollars(stack.api("/costs/by/" + group + "?days=" + DAYS)), DOUBLE)
                  .isPositive();
            });
  }

  @ParameterizedTest
  @CsvSource({
    "overview, Month to date",
    "project, Month to date",
    "overview, Today so far",
    "overview, Yesterday"
  })
  void headline_isTheApis(String board, String panel) {
    LocalDate date = LocalDate.ofInstant(today, ZoneOffset.UTC);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(2))
        .untilAsserted(
            () -> {
              BigDecimal shown = stack.query(sent(panel(board, panel).get(0), "1d", "model"));
              BigDecimal expected = BigDecimal.ZERO;
              for (JsonNode row : stack.api("/costs/daily?days=31").path("days")) {
                LocalDate day = LocalDate.parse(row.path("date").asText());
                boolean counts =
                    switch (panel) {
                      case "Today so far" -> day.equals(date);
                      case "Yesterday" -> day.equals(date.minusDays(1));
                      default -> day.withDayOfMonth(1).equals(date.withDayOfMonth(1));
                    };
                expected = counts ? expected.add(dollars(row)) : expected;
              }
              assertThat(shown).isCloseTo(expected, DOUBLE).isPositive();
            });
  }

  private static List<Query> panel(String board, String panel) {
    List<Query> queries =
        BoardQueries.all().stream()
            .filter(query -> query.board().equals(board) && query.panel().equals(panel))
            .toList();
    assertThat(queries).as(board + "/" + panel).isNotEmpty();
    return queries;
  }

  private static BigDecimal dollars(JsonNode row) {
    return new BigDecimal(row.path("cost_usd").asText());
  }

  /** Bars of days for what was posted, steps of seconds for what is going on. */
  private boolean answers(Query query) {
    if (query.instant()) {
      return stack.count(sent(query, "1d", "model")) > 0;
    }
    Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
    ChargePeriod week = new ChargePeriod(today.minus(DAYS, ChronoUnit.DAYS), today);
    ChargePeriod minutes = new ChargePeriod(now.minus(5, ChronoUnit.MINUTES), now);
    return stack.series(sent(query, "1d", "model"), week, Duration.ofDays(1)) > 0
        || stack.series(sent(query, "1m", "model"), minutes, Duration.ofSeconds(5)) > 0;
  }

  /** What Grafana sends for it, with all values of all menus chosen. */
  private static String sent(Query query, String interval, String group) {
    return query
        .text()
        .replace("$__interval_ms", interval.equals("1d") ? "86400000" : "60000")
        .replace("$__interval", interval)
        .replace("$__rate_interval", "1m")
        .replace("$__range", DAYS + "d")
        .replace("$job", "aispend")
        .replace("$group", group)
        .replaceAll("\\$\\{?[a-z]+}?", ".*");
  }

  private static String sections(LocalDate date) {
    return """
    [[prepaid]]
    provider = "anthropic"
    amount_usd = "50000"
    from = "%s"
    [[budget]]
    name = "company"
    limit_usd = "5000"
    owner = "e2e"
    [[budget]]
    name = "docs"
    limit_usd = "100"
    where = { project = "docs" }
    [[budget]]
    name = "each"
    limit_usd = "1000"
    per = "project"
    [[proxy.upstream]]
    name = "house"
    base_url = "%s"
    """
        .formatted(date.minusDays(30), Stack.SINK);
  }
}

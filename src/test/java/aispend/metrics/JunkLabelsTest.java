// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.insight.InsightSettings;
import aispend.insight.Insights;
import aispend.ledger.CounterFamily;
import aispend.ledger.Event;
import aispend.ledger.LabelBounds;
import aispend.ledger.LedgerPlace;
import aispend.ledger.RecentSpend;
import aispend.ledger.SqlLedger;
import aispend.model.ChargePeriod;
import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.Outcome;
import aispend.model.ReportedEvent.Identity;
import aispend.model.ReportedEvent.Timing;
import aispend.model.Sender;
import aispend.model.TokenType;
import aispend.model.Tokens;
import aispend.model.UsageRecord;
import aispend.telemetry.Telemetry;
import aispend.testing.MutableClock;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sender that puts an id of its own into every label of every call: 10,000 of them, or as many as
 * the system property {@code junk.calls} says.
 */
final class JunkLabelsTest {
  private static final int CALLS = Integer.getInteger("junk.calls", 10_000);
  private static final int BATCH = 2_000;
  private static final int PROVIDERS = 200;
  private static final List<Dimension> LABELS =
      List.of(
          Dimension.PROVIDER,
          Dimension.PROJECT,
          Dimension.MODEL,
          Dimension.USER,
          Dimension.FEATURE);
  private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

  @TempDir private Path folder;
  private final MutableClock clock = MutableClock.at("2026-11-21T12:30:00Z");

  @Test
  @Timeout(600)
  void junkValues_stayWithinTheBoundAndAddUp() {
    int maxSeries = 1_000;
    SeriesLimits limits = new SeriesLimits(maxSeries);
    Telemetry telemetry = new Telemetry(limits.timedModels());
    LabelBounds bounds =
        new LabelBounds(Map.of(Dimension.USER, 20, Dimension.FEATURE, 50), limits.totals());
    String url = "jdbc:sqlite:" + folder.resolve("ledger.db");
    try (SqlLedger ledger = SqlLedger.open(LedgerPlace.of(url), LABELS, bounds)) {
      send(ledger, telemetry);
      clock.advance(Duration.ofHours(1));

      Scrape scrape = Scrape.of(exposition(ledger, telemetry, maxSeries));

      assertThat(scrape.values()).hasSizeLessThan(maxSeries);
      BigDecimal calls = new BigDecimal(CALLS);
      BigDecimal tokens = calls.movePointRight(1);
      BigDecimal cost = calls.movePointLeft(3);
      assertThat(scrape.sum(CounterFamily.COST.metric())).isEqualByComparingTo(cost);
      assertThat(scrape.sum(CounterFamily.SOURCE_COST.metric())).isEqualByComparingTo(cost);
      assertThat(scrape.sum(CounterFamily.TOKENS.metric())).isEqualByComparingTo(tokens);
      assertThat(scrape.sum(CounterFamily.SOURCE_TOKENS.metric())).isEqualByComparingTo(tokens);
      assertThat(scrape.sum(CounterFamily.REQUESTS.metric())).isEqualByComparingTo(calls);
      assertThat(scrape.sum("aispend_request_duration_seconds_count")).isEqualByComparingTo(calls);
      assertThat(windows(scrape, "today")).isEqualByComparingTo(cost);
      assertThat(scrape.value("aispend_label_overflow_total{label=user}")).isEqualTo(CALLS - 20.0);
      assertThat(scrape.value("aispend_label_overflow_total{label=model}"))
          .isBetween(CALLS - 200.0, (double) CALLS);
    }
  }

  private void send(SqlLedger ledger, Telemetry telemetry) {
    List<Event> events = new ArrayList<>();
    for (int call = 0; call < CALLS; call++) {
      Event event = junk(call);
      events.add(event);
      Dimensions dimensions = event.usage().dimensions();
      telemetry.callTook(
          dimensions.get(Dimension.PROVIDER),
          dimensions.get(Dimension.MODEL),
          Duration.ofMillis(700));
      telemetry.firstTokenTook(
          dimensions.get(Dimension.PROVIDER),
          dimensions.get(Dimension.MODEL),
          Duration.ofMillis(70));
      if (events.size() == BATCH) {
        ledger.appendEvents(events, clock.instant());
        events.clear();
      }
    }
  }

  private static Event junk(int call) {
    Instant at = START.plusSeconds(call % 1_700);
    Dimensions dimensions =
        Dimensions.of(Dimension.PROVIDER, "provider-" + call % PROVIDERS)
            .with(Dimension.PROJECT, "project-" + call)
            .with(Dimension.MODEL, "model-" + call)
            .with(Dimension.USER, "user-" + call)
            .with(Dimension.FEATURE, "feature-" + call);
    UsageRecord usage =
        new UsageRecord(
            ChargePeriod.hourOf(at),
            dimensions,
            Tokens.of(TokenType.INPUT, 10),
            1L,
            Map.of(),
            new Cost.Estimated(Money.usd(1_000_000)));
    return new Event(
        Sender.EVENTS,
        new Identity("call-" + call, at, call, null),
        usage,
        false,
        null,
        Outcome.SUCCESS,
        Timing.UNKNOWN,
        "");
  }

  private ExpositionText exposition(SqlLedger ledger, Telemetry telemetry, int maxSeries) {
    Insights insights = new Insights(InsightSettings.NONE, ledger);
    MetricsInputs inputs =
        new MetricsInputs(
            ledger,
            List::of,
            () -> insights,
            JunkLabelsTest::spenders,
            Map::of,
            Optional::empty,
            telemetry.registry());
    return new Exposition(new MetricsSettings(LABELS, maxSeries, Duration.ZERO), inputs, clock)
        .render(ExpositionFormat.TEXT);
  }

  /**
   * Every junk user and feature beyond the runaway limit at once, with all that hints at a loop.
   */
  private static List<RecentSpend> spenders() {
    List<RecentSpend> spenders = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      Money spent = Money.usd(1_000 + i);
      spenders.add(new RecentSpend(Dimension.USER, "user-" + i, spent, 9, 8L, BigDecimal.TEN));
      spenders.add(new RecentSpend(Dimension.FEATURE, "f-" + i, spent, 9, 8L, BigDecimal.TEN));
    }
    return spenders;
  }

  private static BigDecimal windows(Scrape scrape, String window) {
    return scrape.metric("aispend_window_cost_usd").entrySet().stream()
        .filter(sample -> sample.getKey().contains("window=" + window))
        .map(sample -> BigDecimal.valueOf(sample.getValue()))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}

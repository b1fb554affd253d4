// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static aispend.testing.SettledSpend.OTHER;
import static aispend.testing.SettledSpend.USAGE;
import static org.assertj.core.api.Assertions.assertThat;

import aispend.insight.Deviation.Driver;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Layer;
import aispend.model.Money;
import aispend.model.Source;
import aispend.testing.SettledSpend;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Days and hours out of the usual, over a real ledger. */
final class DeviationsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T07:00:00Z");

  @TempDir private Path folder;

  @Test
  void dayFarAboveItsAverage_isToldWithWhatDroveIt() {
    try (SettledSpend spend = new SettledSpend(folder, USAGE)) {
      spend
          .days(USAGE, "2026-11-01", "2026-11-19", "search", "m1", "10")
          .days(USAGE, "2026-11-01", "2026-11-18", "batch", "m2", "10")
          .days(USAGE, "2026-11-18", "2026-11-19", "batch", "m2", "50")
          .settled("2026-11-19");
      List<Deviation> all = spend.insights().deviations(Map.of(), 7, NOW);
      assertThat(all)
          .extracting(each -> each.scope() + " " + each.name())
          .containsExactlyInAnyOrder("org all", "provider v", "project batch", "model m2");
      Deviation org =
          all.stream().filter(each -> each.scope().equals("org")).findFirst().orElseThrow();
      // 60 against 20; the deviation of equal days is 5 % of them: 1.
      assertThat(org.period()).isEqualTo(ChargePeriod.dayOf(Instant.parse("2026-11-18T00:00:00Z")));
      assertThat(org.observed()).isEqualTo(Money.usd("60"));
      assertThat(org.expected()).isEqualTo(Money.usd("20"));
      assertThat(org.deviations()).isEqualByComparingTo("40");
      assertThat(org.drivers())
          .containsExactly(
              driver("model", "m2", "50", "10"),
              driver("project", "batch", "50", "10"),
              driver("provider", "v", "60", "20"));
    }
  }

  @Test
  void mondaysThatAreDear_areNone() {
    // Each Monday costs 40, other days 10: far above the mean of the seven days before, not above
    // Mondays. 16 November is one.
    try (SettledSpend spend = new SettledSpend(folder, USAGE)) {
      spend.days(USAGE, "2026-10-01", "2026-11-19", "a", "m", "10");
      for (String monday :
          List.of("2026-10-12", "2026-10-19", "2026-10-26", "2026-11-02", "2026-11-09")) {
        spend.hour(USAGE, monday + "T09:00:00Z", "b", "m", "30");
      }
      spend.hour(USAGE, "2026-11-16T09:00:00Z", "b", "m", "30").settled("2026-11-19");
      assertThat(spend.insights().deviations(Map.of(), 7, NOW)).isEmpty();

      spend.hour(USAGE, "2026-11-16T10:00:00Z", "b", "m", "40");
      assertThat(spend.insights().deviations(Map.of(), 7, NOW))
          .extracting(each -> each.scope() + " " + each.expected().decimal())
          .contains("org 40");
    }
  }

  @Test
  void hourOutOfTheUsual_isToldWhereItsDayIsNot() {
    try (SettledSpend spend = new SettledSpend(folder, USAGE)) {
      spend.days(USAGE, "2026-10-01", "2026-11-19", "a", "m", "100");
      // The day comes to 130 against 100, which is within half more; the hour 15 had nothing.
      spend.hour(USAGE, "2026-11-17T15:00:00Z", "a", "m", "30").settled("2026-11-19");
      List<Deviation> all = spend.insights().deviations(Map.of(), 7, NOW);
      assertThat(all)
          .extracting(each -> each.scope() + " " + each.period().start())
          .containsExactlyInAnyOrder(
              "org 2026-11-17T15:00:00Z",
              "provider 2026-11-17T15:00:00Z",
              "project 2026-11-17T15:00:00Z",
              "model 2026-11-17T15:00:00Z");
      assertThat(all.get(0).observed()).isEqualTo(Money.usd("30"));
      assertThat(all.get(0).expected()).isEqualTo(Money.ZERO_USD);
    }
  }

  @Test
  void vendorOfWholeDays_hasNoHours() {
    try (SettledSpend spend = new SettledSpend(folder, OTHER)) {
      spend
          .days(OTHER, "2026-10-01", "2026-11-18", "a", "m", "10")
          .days(OTHER, "2026-11-18", "2026-11-19", "a", "m", "14.9")
          .settled("2026-11-19");
      assertThat(spend.insights().deviations(Map.of(), 7, NOW)).isEmpty();
    }
  }

  @Test
  void openDaysSmallAmountsAndQuietDays_areNone() {
    try (SettledSpend spend = new SettledSpend(folder, USAGE)) {
      spend
          .days(USAGE, "2026-10-01", "2026-11-19", "a", "m", "0.1")
          // Ten times as much, and 90 cents more.
          .hour(USAGE, "2026-11-18T00:00:00Z", "a", "m", "1")
          // Nothing at all on one day.
          .hour(USAGE, "2026-11-16T00:00:00Z", "a", "m", "0")
          // Not settled.
          .hour(USAGE, "2026-11-20T00:00:00Z", "a", "m", "500")
          .settled("2026-11-19");
      assertThat(spend.insights().deviations(Map.of(), 7, NOW)).isEmpty();
    }
  }

  @Test
  void features_areLookedAtToo() {
    Source events =
        SettledSpend.source("app", "events", Layer.ATTRIBUTED, Source.Timeliness.REALTIME);
    try (SettledSpend spend = new SettledSpend(folder, events)) {
      spend.polled.clear();
      for (int day = 1; day <= 20; day++) {
        spend.feature(events, "2026-11-%02dT09:00:00Z".formatted(day), "chat", "10");
        spend.feature(
            events, "2026-11-%02dT09:00:00Z".formatted(day), "search", day == 20 ? "40" : "10");
      }
      assertThat(spend.insights().deviations(Map.of(), 7, NOW))
          .filteredOn(each -> each.scope().equals("feature"))
          .extracting(each -> each.name() + " " + each.observed().decimal())
          .containsExactly("search 40");
    }
  }

  @Test
  void conditions_narrowIt() {
    try (SettledSpend spend = new SettledSpend(folder, USAGE)) {
      spend
          .days(USAGE, "2026-11-01", "2026-11-18", "search", "m1", "10")
          .days(USAGE, "2026-11-18", "2026-11-19", "search", "m1", "50")
          .days(USAGE, "2026-11-01", "2026-11-19", "batch", "m2", "10")
          .settled("2026-11-19");
      Insights insights = spend.insights();
      assertThat(insights.deviations(Map.of(Dimension.PROJECT, "batch"), 7, NOW)).isEmpty();
      assertThat(insights.deviations(Map.of(Dimension.PROJECT, "search"), 7, NOW))
          .extracting(Deviation::scope)
          .containsExactlyInAnyOrder("provider", "project", "model");
    }
  }

  private static Driver driver(String dimension, String value, String observed, String expected) {
    return new Driver(dimension, value, Money.usd(observed), Money.usd(expected));
  }
}

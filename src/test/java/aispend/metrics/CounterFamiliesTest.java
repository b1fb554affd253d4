// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.ledger.CounterFamily;
import aispend.model.Dimension;
import aispend.testing.MutableClock;
import io.prometheus.client.CollectorRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CounterFamiliesTest {
  private static final int SEED = 11;
  private static final String SEEN = "2026-11-21T10:00:00Z";
  private static final String COST = "aispend_cost_usd_total";
  private static final MetricsSettings SETTINGS =
      new MetricsSettings(
          List.of(Dimension.PROVIDER, Dimension.MODEL), 1_000, Duration.ofSeconds(75));

  private final MutableClock clock = MutableClock.at("2026-11-21T12:00:00Z");
  private final FixedLedger ledger = new FixedLedger();
  private CounterFamilies families = families();

  @Test
  void knownLabelSet_isShownAtOnce() {
    ledger.cost("12345.678901234", SEEN, "openai:usage", "openai", "gpt-5");

    assertThat(scrape().values())
        .containsEntry(
            "aispend_cost_usd_total{model=gpt-5,provider=openai,source=openai:usage}",
            12345.678901234);
  }

  @Test
  void newLabelSet_isZeroUntilTheHoldEnds() {
    ledger.cost("5", "2026-11-21T12:00:00Z", "openai:usage", "openai", "new");

    assertThat(scrape().sum(COST)).isEqualByComparingTo("0");
    assertThat(scrape().metric(COST)).hasSize(1);
    clock.advance(Duration.ofSeconds(74));
    assertThat(scrape().sum(COST)).isEqualByComparingTo("0");
    clock.advance(Duration.ofSeconds(1));
    assertThat(scrape().sum(COST)).isEqualByComparingTo("5");
  }

  @Test
  void restartAfterTheHold_doesNotHoldAgain() {
    ledger.cost("5", "2026-11-21T11:58:00Z", "openai:usage", "openai", "gpt-5");
    scrape();

    families = families();

    assertThat(scrape().sum(COST)).isEqualByComparingTo("5");
  }

  @Test
  void clockSetBack_doesNotTakeShownValuesAway() {
    ledger.cost("5", "2026-11-21T11:58:00Z", "openai:usage", "openai", "gpt-5");
    assertThat(scrape().sum(COST)).isEqualByComparingTo("5");

    clock.set("2026-11-21T11:58:10Z");
    ledger.cost("6", "2026-11-21T11:58:00Z", "openai:usage", "openai", "gpt-5");

    assertThat(scrape().sum(COST)).isEqualByComparingTo("6");
  }

  @Test
  void restartWithTheClockSetBack_doesNotTakeShownValuesAway() {
    ledger.cost("5", "2026-11-21T11:58:00Z", "openai:usage", "openai", "gpt-5");
    clock.set("2026-11-20T00:00:00Z");

    families = families();

    assertThat(scrape().sum(COST)).isEqualByComparingTo("5");
  }

  @Test
  void unchangedLedger_isNotReadAgain() {
    ledger.cost("5", SEEN, "openai:usage", "openai", "gpt-5");
    scrape();
    scrape();
    assertThat(ledger.reads).isEqualTo(1);

    ledger.cost("6", SEEN, "openai:usage", "openai", "gpt-5");

    assertThat(scrape().sum(COST)).isEqualByComparingTo("6");
    assertThat(ledger.reads).isEqualTo(2);
  }

  @Test
  void usage_isWhatIsShownAndWhatAFamilyMayShowByName() {
    ledger.cost("1", SEEN, "openai:usage", "openai", "one");
    ledger.cost("2", SEEN, "openai:usage", "openai", "two");
    scrape();

    // 1,000 series in all, less the daemon's own 400, leave 96 for cost: 3 for what is common to
    // all providers and 4 for what is common to one.
    assertThat(families.usage().limits()).containsEntry(COST, 89);
    assertThat(families.usage().active())
        .containsEntry(COST, 2)
        .containsEntry("aispend_tokens_total", 0)
        .hasSize(CounterFamily.values().length);
  }

  @Test
  void creditOfASource_isOutstanding() {
    ledger.total(CounterFamily.SOURCE_COST, "9", SEEN, "openai:costs", "openai");

    assertThat(scrape().metric("aispend_source_credits_outstanding_usd"))
        .containsOnly(
            Map.entry(
                "aispend_source_credits_outstanding_usd{provider=openai,source=openai:costs}",
                0.0));
  }

  @Test
  void values_areWrittenDigitByDigit() {
    ledger
        .cost("9007199254.740993001", SEEN, "s", "p", "large")
        .cost("0.000000001", SEEN, "s", "p", "nano")
        .cost("120000000.000000000", SEEN, "s", "p", "whole");

    assertThat(scrape().text())
        .contains("model=\"large\"} 9007199254.740993001\n")
        .contains("model=\"nano\"} 0.000000001\n")
        .contains("model=\"whole\"} 120000000\n");
    assertThat(new Sample(new Series(Definitions.LEDGER_SIZE, List.of()), new BigDecimal("1E+3")))
        .extracting(Sample::text)
        .isEqualTo("1000");
  }

  @Test
  void anyChange_isShownAsIfAllWereReadAfresh() {
    Random random = new Random(SEED);
    Map<String, String> seen = new HashMap<>();
    Exposition kept = exposition(families);
    for (int step = 0; step < 300; step++) {
      for (int change = random.nextInt(6); change > 0; change--) {
        String model = "m" + random.nextInt(500);
        String firstSeen = seen.computeIfAbsent(model, unused -> clock.instant().toString());
        ledger.cost("" + random.nextInt(1_000), firstSeen, "openai:usage", "openai", model);
      }
      clock.advance(Duration.ofSeconds(random.nextInt(10)));

      assertThat(kept.render(ExpositionFormat.TEXT).bytes())
          .isEqualTo(exposition(families()).render(ExpositionFormat.TEXT).bytes());
    }
    assertThat(seen).hasSizeGreaterThan(FamilyTexts.LARGE);
  }

  private CounterFamilies families() {
    return new CounterFamilies(ledger, SETTINGS, new Catalogue(SETTINGS.labels()), clock);
  }

  private Scrape scrape() {
    return Scrape.of(exposition(families).render(ExpositionFormat.TEXT));
  }

  private static Exposition exposition(CounterFamilies families) {
    return new Exposition(List.of(families), Map.of("none", new CollectorRegistry()));
  }
}

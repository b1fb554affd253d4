// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.ledger.SqlLedger;
import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Money;
import aispend.model.Savings;
import aispend.testing.MutableClock;
import aispend.testing.Spend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowSavingsTest {
  private static final String SAVINGS = "aispend_window_savings_usd";
  private static final List<Dimension> LABELS = List.of(Dimension.PROVIDER, Dimension.MODEL);
  private static final MetricsSettings SETTINGS =
      new MetricsSettings(LABELS, 1_000, Duration.ofSeconds(75));
  private static final Cost COST = new Cost.Estimated(Money.usd("1"));

  @TempDir private Path folder;
  private final MutableClock clock = MutableClock.at("2026-11-21T12:34:56Z");
  private SqlLedger ledger;
  private WindowFamilies windows;

  @BeforeEach
  void open() {
    ledger = SqlLedger.open("jdbc:sqlite:" + folder.resolve("ledger.db"), LABELS);
    new Spend(ledger).register("openai", "anthropic");
    windows = new WindowFamilies(ledger, SETTINGS, clock);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void savings_areShownByKindWhereThereAreAny() {
    saved("2026-11-21T11:00:00Z", "openai", "gpt-5", Savings.usd(1_500_000_001L, 0));
    saved("2026-11-20T11:00:00Z", "openai", "gpt-5", Savings.usd(0, 250_000_000L));
    saved("2026-11-21T10:00:00Z", "anthropic", "claude", Savings.usd(-50_000_000L, -1));
    saved("2026-11-21T10:00:00Z", "openai", "plain", Savings.NONE);

    Map<String, Double> shown = scrape().metric(SAVINGS);

    assertThat(shown)
        .containsEntry(series("1h", "openai", "gpt-5", "cache"), 1.500000001)
        .doesNotContainKey(series("today", "openai", "gpt-5", "tier"))
        .containsEntry(series("yesterday", "openai", "gpt-5", "tier"), 0.25)
        .containsEntry(series("mtd", "openai", "gpt-5", "cache"), 1.500000001)
        .containsEntry(series("mtd", "openai", "gpt-5", "tier"), 0.25)
        .containsEntry(series("24h", "anthropic", "claude", "cache"), -0.05)
        .containsEntry(series("24h", "anthropic", "claude", "tier"), -0.000000001)
        .allSatisfy((name, value) -> assertThat(name).doesNotContain("plain"));
    assertThat(scrape().metric("aispend_window_cost_usd"))
        .containsKey("aispend_window_cost_usd{model=plain,project=,provider=openai,window=24h}");
  }

  @Test
  void fullFamily_keepsTheLargestSavingsAndTheSum() {
    // Of eight label sets in each of nine windows three are for what has no place of its own.
    for (int i = 1; i <= 8; i++) {
      saved("2026-11-21T11:00:00Z", "openai", "model-" + i, Savings.usd(i * 1_000_000_000L, 0));
    }

    Map<String, Double> shown = scrape().metric(SAVINGS);

    assertThat(shown)
        .containsEntry(series("today", "openai", "model-8", "cache"), 8.0)
        .containsEntry(series("today", "openai", "model-4", "cache"), 4.0)
        .containsEntry(
            "aispend_window_savings_usd{kind=cache,model=other,project=,provider=openai,"
                + "window=today}",
            6.0)
        .doesNotContainKey(series("today", "openai", "model-3", "cache"));
    GovernedFamilies.Usage usage = windows.usage();
    assertThat(usage.limits()).isEqualTo(Map.of(SAVINGS, 5 * 9, "aispend_window_cost_usd", 7 * 9));
    assertThat(Objects.requireNonNull(usage.active().get(SAVINGS))).isEqualTo(shown.size());
  }

  private void saved(String hour, String provider, String model, Savings savings) {
    new Spend(ledger).hour(hour, provider, Map.of(Dimension.MODEL, model), COST, savings);
  }

  private Scrape scrape() {
    return Scrape.of(new Exposition(List.of(windows), Map.of()).render(ExpositionFormat.TEXT));
  }

  private static String series(String window, String provider, String model, String kind) {
    return "aispend_window_savings_usd{kind=%s,model=%s,project=,provider=%s,window=%s}"
        .formatted(kind, model, provider, window);
  }
}

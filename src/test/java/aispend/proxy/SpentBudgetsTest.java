// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.config.BudgetConfig;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.pricing.PriceBook;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls that go by another name than the spend of their quota. */
final class SpentBudgetsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Instant RESETS = Instant.parse("2026-12-01T00:00:00Z");
  private static final PriceBook PRICES = PriceBook.bundled();

  /** Models as the bundled prices know them; the project proj_1 is shown as Search. */
  private static final ValueNames NAMES =
      (provider, dimension, value) -> {
        if (dimension == Dimension.MODEL) {
          return PRICES.canonicalModel(provider, value);
        }
        return value.equals("proj_1") ? "Search" : value;
      };

  @ParameterizedTest
  @CsvSource({
    "gpt-4o-2024-08-06, gpt-4o, true",
    "gpt-4o, gpt-4o-2024-08-06, true",
    "gpt-4o-2024-11-20, gpt-4o-2024-08-06, true",
    "gpt-4o-2024-08-06, gpt-4o-mini, false",
    "gpt-4o-2024-05-13, gpt-4o, false"
  })
  void quotaOfAModel_stopsCallsByItsOtherNames(String spent, String asked, boolean stopped) {
    BlockingBudget quota = spent(budget(Map.of()).per(Dimension.MODEL, Map.of()), spent);

    assertThat(stops(quota, "model", asked)).isEqualTo(stopped);
  }

  @Test
  void quotaOfAProject_stopsCallsByItsIdAndItsName() {
    BlockingBudget quota = spent(budget(Map.of()).per(Dimension.PROJECT, Map.of()), "Search");

    assertThat(stops(quota, "project", "Search")).isTrue();
    assertThat(stops(quota, "project", "proj_1")).isTrue();
    assertThat(stops(quota, "project", "proj_2")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-4o-2024-08-06, gpt-4o, true",
    "gpt-4o, gpt-4o-2024-08-06, true",
    "gpt-4o*, gpt-4o-2024-08-06, true",
    "gpt-4o-mini, gpt-4o, false"
  })
  void conditionOnAModel_holdsForItsOtherNames(String wanted, String asked, boolean stopped) {
    BlockingBudget all =
        new BlockingBudget(budget(Map.of(Dimension.MODEL, wanted)), Money.usd("11"), RESETS);

    assertThat(stops(all, "model", asked)).isEqualTo(stopped);
  }

  @Test
  void conditionOnAProject_holdsForItsId() {
    BlockingBudget all =
        new BlockingBudget(budget(Map.of(Dimension.PROJECT, "Sea*")), Money.usd("11"), RESETS);

    assertThat(stops(all, "project", "proj_1")).isTrue();
    assertThat(stops(all, "project", "proj_2")).isFalse();
  }

  private static boolean stops(BlockingBudget budget, String dimension, String value) {
    Dimensions call =
        Dimensions.of(Dimension.PROVIDER, "openai")
            .with(Dimension.ofCode(dimension).orElseThrow(), value);
    return new SpentBudgets(List.of(budget), NAMES).stopping(call, NOW).isPresent();
  }

  private static BlockingBudget spent(BudgetConfig quota, String value) {
    return new BlockingBudget(quota, value, Money.usd("10"), RESETS);
  }

  private static BudgetConfig budget(Map<Dimension, String> where) {
    return new BudgetConfig(
        "models",
        Money.usd("10"),
        new BudgetConfig.Cycle(BudgetConfig.Period.MONTH, ZoneOffset.UTC),
        "",
        List.of(100),
        where,
        BudgetConfig.Action.BLOCK);
  }
}

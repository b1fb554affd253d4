// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import aispend.insight.BudgetState;
import aispend.model.Dimension;
import aispend.model.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** With one threshold a quota takes 16 series. */
final class ShownQuotasTest {
  private final List<BudgetState> budgets = new ArrayList<>();
  private final ShownQuotas quotas = new ShownQuotas(() -> List.copyOf(budgets), 2 * 16 + 15);

  @Test
  void fullest_areShownBesideEveryPlainBudget() {
    budgets.add(quota("ann", "0.1", false, "2026-11"));
    budgets.add(quota("bob", "0.3", false, "2026-11"));
    budgets.add(quota("eve", "0.2", false, "2026-11"));
    budgets.add(state("company", null, "0.01", false, "2026-11"));
    assertThat(shown()).containsExactly("company", "seats/bob", "seats/eve");
  }

  @Test
  void whoIsShown_staysUnlessOthersCrossMore() {
    budgets.add(quota("ann", "0.2", false, "2026-11"));
    budgets.add(quota("bob", "0.3", false, "2026-11"));
    assertThat(shown()).containsExactly("seats/bob", "seats/ann");

    // Eve is fuller than both, but nothing tells them apart yet; then she crosses a threshold.
    budgets.add(quota("eve", "0.6", false, "2026-11"));
    assertThat(shown()).containsExactly("seats/bob", "seats/ann");
    budgets.set(2, quota("eve", "0.9", true, "2026-11"));
    assertThat(shown()).containsExactly("seats/eve", "seats/bob");
  }

  @Test
  void newPeriod_freesThePlaces() {
    budgets.add(quota("ann", "0.2", false, "2026-11"));
    budgets.add(quota("bob", "0.3", false, "2026-11"));
    shown();
    budgets.clear();
    budgets.add(quota("ann", "0.1", false, "2026-12"));
    budgets.add(quota("bob", "0.2", false, "2026-12"));
    budgets.add(quota("eve", "0.3", false, "2026-12"));
    assertThat(shown()).containsExactly("seats/eve", "seats/bob");
  }

  @Test
  void counts_areOfAllWhetherShownOrNot() {
    for (int i = 0; i < 10; i++) {
      budgets.add(quota("user-" + i, i < 7 ? "0.95" : "0.1", i < 7, "2026-11"));
    }
    Map<String, Family> families =
        new BudgetFamilies(quotas)
            .families().stream()
                .collect(Collectors.toMap(family -> family.definition().name(), each -> each));
    assertThat(requireNonNull(families.get("aispend_budget_used_ratio")).samples()).hasSize(2);
    assertThat(values(requireNonNull(families.get("aispend_quotas")))).containsExactly("10");
    assertThat(values(requireNonNull(families.get("aispend_quotas_crossed")))).containsExactly("7");
  }

  private static List<String> values(Family family) {
    return family.samples().stream().map(sample -> sample.value().toPlainString()).toList();
  }

  private List<String> shown() {
    return quotas.shown(quotas.all()).stream().map(BudgetState::name).toList();
  }

  private static BudgetState quota(String user, String ratio, boolean crossed, String cycle) {
    BudgetState.Quota quota = new BudgetState.Quota("seats", Dimension.USER, user);
    return state("seats/" + user, quota, ratio, crossed, cycle);
  }

  private static BudgetState state(
      String name, BudgetState.@Nullable Quota quota, String ratio, boolean crossed, String cycle) {
    return new BudgetState(
        name,
        quota == null ? "org" : "user",
        "month",
        cycle,
        "",
        Money.usd("1"),
        Money.usd(ratio),
        new BigDecimal(ratio),
        Instant.parse("2026-12-01T00:00:00Z"),
        List.of(new BudgetState.Threshold(90, crossed, null)),
        quota);
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.ledger.RecentSpend;
import aispend.model.Dimension;
import aispend.model.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunawayFamiliesTest {
  private static final int MOST = 20;

  private final List<RecentSpend> spenders = new ArrayList<>();

  @Test
  void fewSpenders_areShownWithAllHints() {
    spend(5);

    assertThat(runaway())
        .hasSize(MOST)
        .containsEntry("aispend_runaway_usd{by=user,value=u5}", 5.0)
        .containsEntry("aispend_runaway_calls{by=user,value=u1}", 3.0)
        .containsEntry("aispend_runaway_repeats{by=user,value=u1}", 2.0)
        .containsEntry("aispend_runaway_cost_rise_ratio{by=user,value=u1}", 1.5);
  }

  @Test
  void moreSpenders_loseHintsTheSmallestFirst() {
    spend(12);

    Scrape scrape = scrape();
    assertThat(scrape.metric("aispend_runaway_usd")).hasSize(12);
    assertThat(scrape.metric("aispend_runaway_calls"))
        .containsOnlyKeys(
            "aispend_runaway_calls{by=user,value=u12}", "aispend_runaway_calls{by=user,value=u11}");
  }

  @Test
  void tooManySpenders_areTheLargest() {
    spend(30);

    assertThat(runaway())
        .hasSize(MOST)
        .containsEntry("aispend_runaway_usd{by=user,value=u30}", 30.0)
        .containsEntry("aispend_runaway_usd{by=user,value=u11}", 11.0);
  }

  /** Spenders of 1, 2, 3 ... dollars, the smallest first. */
  private void spend(int count) {
    for (int i = 1; i <= count; i++) {
      spenders.add(
          new RecentSpend(
              Dimension.USER, "u" + i, Money.usd("" + i), 3, 2L, new BigDecimal("1.5")));
    }
  }

  private Map<String, Double> runaway() {
    Map<String, Double> samples = new HashMap<>(scrape().values());
    samples.keySet().removeIf(name -> !name.startsWith("aispend_runaway_"));
    return samples;
  }

  private Scrape scrape() {
    RunawayFamilies families = new RunawayFamilies(() -> spenders, MOST);
    return Scrape.of(new Exposition(List.of(families), Map.of()).render(ExpositionFormat.TEXT));
  }
}

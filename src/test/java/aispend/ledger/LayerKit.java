// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aispend.model.Dimension;
import aispend.model.Layer;
import aispend.model.Source;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Providers with other layers than one metered and one bill, and layers that change. */
abstract class LayerKit extends LedgerKit {
  @BeforeEach
  void registerBill() {
    ledger.register(COSTS, Set.of(Dimension.PROJECT));
  }

  @Test
  void providerWithABillOnly_isCanonicalInFullAndAtOnce() {
    Source invoice = source("bedrock:costs", "bedrock", Layer.BILLED, 24, 24);
    ledger.register(invoice, Set.of());
    settle("4", "9");

    read(invoice, 24, bucket(day(0), spent(day(0), "7", dims("provider", "bedrock"))));
    read(invoice, 60, bucket(day(0), spent(day(0), "7.5", dims("provider", "bedrock"))));

    assertThat(shares(SumQuery.total(day(0), Dimension.PROVIDER)))
        .isEqualTo(Map.of("openai", "9", "bedrock", "7.5"));
    assertThat(costLessCredits()).isEqualByComparingTo("16.5");
  }

  @Test
  void twoBillsOfOneProvider_areBookedOnceTogether() {
    Source marketplace = source("openai:marketplace", "openai", Layer.BILLED, 24, 24);
    ledger.register(marketplace, Set.of(Dimension.PROJECT));
    settle("4", "9");
    assertThat(canonical(day(0))).as("the other bill has not settled").isEqualTo("9");

    read(marketplace, 60, bucket(day(0), billed(day(0), "2", "project", "p")));

    assertThat(canonical(day(0))).isEqualTo("11");
    assertThat(costLessCredits()).isEqualByComparingTo(new BigDecimal("11"));
  }

  @Test
  void moreDetailedSourceThatComesLater_takesTheBillsPlace() {
    Source bill = source("azure:costs", "azure", Layer.BILLED, 24, 24);
    Source use = source("azure:usage", "azure", Layer.METERED, 1, 1);
    ledger.register(bill, Set.of(Dimension.PROJECT));
    read(bill, 50, bucket(day(0), spent(day(0), "9", dims("provider", "azure", "project", "p"))));
    read(bill, 50, bucket(day(1), spent(day(1), "5", dims("provider", "azure", "project", "p"))));
    assertThat(canonical(days(0, 2))).isEqualTo("14");

    ledger.register(use, Set.of());
    assertThat(canonical(day(0))).as("settled").isEqualTo("9");
    assertThat(canonical(day(1))).as("not settled, and no detail yet").isEqualTo("0");
    assertThat(costLessCredits()).isEqualByComparingTo("9");

    read(
        use,
        51,
        bucket(
            hour(5), spent(hour(5), "4", dims("provider", "azure", "project", "p", "model", "m"))));
    assertThat(shares(SumQuery.total(day(0), Dimension.MODEL)))
        .isEqualTo(Map.of("m", "4", "", "5"));
    assertThat(shares(SumQuery.total(day(0), Dimension.MODEL, Dimension.KEY)))
        .isEqualTo(Map.of("m/", "4", "/", "5"));
    assertThat(costLessCredits()).isEqualByComparingTo("9");

    reopen(Dimension.PROVIDER);
    assertThat(costLessCredits()).isEqualByComparingTo("9");
  }

  @Test
  void anotherMatch_booksAllSettledDaysAnew() {
    settle("4", "9");

    ledger.register(COSTS, Set.of());

    assertThat(shares(SumQuery.total(day(0), Dimension.PROJECT)))
        .isEqualTo(Map.of("p", "4", "", "5"));
    assertThat(costLessCredits()).isEqualByComparingTo("9");
  }

  @Test
  void sourceOfAnotherProvider_isRefusedUnderTheSameName() {
    assertThatThrownBy(
            () -> ledger.register(source("openai:usage", "other", Layer.METERED, 1, 1), Set.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("openai:usage")
        .hasMessageContaining("another name");

    assertThat(state(USAGE).source()).isEqualTo(USAGE);
  }

  /** Day 0 with detail and a settled bill for project p. */
  private void settle(String detail, String bill) {
    read(USAGE, 6, bucket(hour(5), spent(hour(5), detail, "project", "p", "model", "m")));
    read(COSTS, 48, bucket(day(0), billed(day(0), bill, "project", "p")));
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.Dimension;
import aispend.model.Layer;
import aispend.model.Source;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Spend that was inferred from a falling balance, beside what is told of the same calls: it is
 * nobody's word about them, so it adds what is beyond them and takes nothing back.
 */
abstract class InferredKit extends LedgerKit {
  private static final Source BALANCE = source("deepseek:balance", "deepseek", Layer.BILLED, 24, 1);

  private int sent;

  @BeforeEach
  void registerBalance() {
    ledger.register(BALANCE, Set.of());
  }

  @Test
  void applicationsThatToldMore_keepTheirSpendAlsoWhenTheDayIsSettled() {
    send(5, "4", "search");
    fell(20, "2.5");
    assertThat(canonical(day(0))).as("not settled").isEqualTo("4");

    fell(60, "2.5");

    assertThat(canonical(day(0))).as("settled").isEqualTo("4");
    assertThat(shares(SumQuery.total(day(0), Dimension.FEATURE))).isEqualTo(Map.of("search", "4"));
    assertThat(costLessCredits()).isEqualByComparingTo("4");
  }

  @Test
  void balanceThatFellFurther_addsOnlyWhatIsBeyondTheCalls() {
    send(5, "4", "search");
    fell(60, "7");

    assertThat(canonical(day(0))).isEqualTo("7");
    assertThat(shares(SumQuery.total(day(0), Dimension.FEATURE)))
        .isEqualTo(Map.of("search", "4", "", "3"));

    send(6, "5", "chat");

    assertThat(canonical(day(0))).as("a late call the fall is not enough for").isEqualTo("9");
  }

  @Test
  void reportOfUsage_isNotOverruledByABalance() {
    Source usage = source("deepseek:usage", "deepseek", Layer.METERED, 1, 1);
    ledger.register(usage, Set.of(Dimension.MODEL));
    read(usage, 60, bucket(hour(5), spent(hour(5), "4", deepseek())));

    fell(60, "2.5");
    assertThat(canonical(day(0))).isEqualTo("4");

    fell(61, "6");
    assertThat(canonical(day(0))).isEqualTo("6");
  }

  private void fell(long atHour, String dollars) {
    read(BALANCE, atHour, bucket(day(0), billed(day(0), dollars, "provider", "deepseek")));
  }

  private void send(long hour, String dollars, String feature) {
    ledger.appendEvents(
        List.of(
            BoundedEvents.call(
                "e" + sent++,
                at(hour),
                new BigDecimal(dollars).movePointRight(9).longValueExact(),
                dims("provider", "deepseek", "model", "chat", "feature", feature))),
        at(hour + 1));
  }

  private static String[] deepseek() {
    return new String[] {"provider", "deepseek", "model", "chat"};
  }
}

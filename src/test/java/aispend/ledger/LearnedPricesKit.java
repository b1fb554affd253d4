// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import aispend.model.LearnedPrice;
import aispend.model.RefusedPrice;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Prices that were learned from a map. */
abstract class LearnedPricesKit extends LedgerKit {
  private static final LocalDate DAY = LocalDate.of(2026, 10, 1);

  /** As two names of a map may stand for one model. */
  @Test
  void priceThatAReadingTellsTwice_isTheLastOne() {
    keep(
        List.of(price("m", "{\"a\":1}"), price("n", "{}"), price("m", "{\"a\":2}")),
        List.of(refused("r", "1 -> 0"), refused("s", "1 -> 0"), refused("r", "2 -> 0")));

    assertThat(ledger.learnedPrices().all())
        .extracting(LearnedPrice::model, LearnedPrice::price)
        .containsExactly(tuple("m", "{\"a\":2}"), tuple("n", "{}"));
    assertThat(ledger.learnedPrices().refused())
        .extracting(RefusedPrice::detail)
        .containsExactly("2 -> 0", "1 -> 0");
  }

  @Test
  void laterReading_replacesPricesOfTheSameDayAndAllThatWasRefused() {
    keep(List.of(price("m", "{\"a\":1}")), List.of(refused("r", "1 -> 0")));
    keep(List.of(price("m", "{\"a\":2}")), List.of());

    assertThat(ledger.learnedPrices().all())
        .extracting(LearnedPrice::price)
        .containsExactly("{\"a\":2}");
    assertThat(ledger.learnedPrices().refused()).isEmpty();
  }

  private void keep(List<LearnedPrice> accepted, List<RefusedPrice> refused) {
    ledger
        .learnedPrices()
        .keep(new LearnedPrices.Reading(at(6), "https://map", accepted, 3, refused));
  }

  private static LearnedPrice price(String model, String price) {
    return new LearnedPrice("openai", model, DAY, at(6), "https://map", price);
  }

  private static RefusedPrice refused(String model, String detail) {
    return new RefusedPrice("openai", model, RefusedPrice.Reason.ZERO, detail);
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.LearnedPrice;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A book over which learned prices are laid. */
class LearnedPricesTest {
  private static final String GOOD = "{\"rates\": {\"input\": \"2\"}}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{\"rates\": {\"input\": \"0.0000000000000000000001\"}}",
        "{\"rates\": {\"input\": \"1\"}, \"speeds\": {\"fast\": \"250\"}}",
        "{\"rates\": {\"input\": \"1\"}, \"long_context_rates\": {\"input\": \"2\"}}",
      })
  void damagedRow_isLeftOutAndTheOthersHold(String damaged) throws Exception {
    PriceBook book =
        PriceBook.bundled()
            .withLearned(
                List.of(learned("bad", "https://map", damaged), learned("m", "https://map", GOOD)));

    assertThat(models(book)).containsExactly("m");
  }

  @Test
  void rowsThatOnlyTogetherCannotBeRead_areReadOneByOne() throws Exception {
    PriceBook book =
        PriceBook.bundled()
            .withLearned(
                List.of(learned("m", "https://map", GOOD), learned("m", "https://map", GOOD)));

    assertThat(models(book)).containsExactly("m");
  }

  @Test
  void longPlace_isCutInTheSource() throws Exception {
    String place = "https://map/" + "x".repeat(500);

    PriceBook book = PriceBook.bundled().withLearned(List.of(learned("m", place, GOOD)));

    assertThat(book.list())
        .filteredOn(price -> price.vendor().equals("v"))
        .extracting(price -> price.origin().source())
        .containsExactly(("price map of " + place).substring(0, 200));
  }

  private static List<String> models(PriceBook book) {
    return book.list().stream()
        .filter(price -> price.vendor().equals("v"))
        .map(ListedPrice::model)
        .toList();
  }

  private static LearnedPrice learned(String model, String place, String price) {
    Instant at = Instant.parse("2026-11-21T12:00:00Z");
    return new LearnedPrice("v", model, LocalDate.EPOCH, at, place, price);
  }
}

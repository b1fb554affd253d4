// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import aispend.model.LearnedPrice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A book over which learned prices are laid, and then one's own file. */
class LearnedPricesTest {
  private static final String GOOD = "{\"rates\": {\"input\": \"2\"}}";

  @TempDir private Path folder;

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

  @Test
  void ownAlias_winsOverAModelThatWasOnlyLearned() throws Exception {
    PriceBook known =
        PriceBook.bundled().withLearned(List.of(learned("eu/m", "https://map", GOOD)));

    PriceBook book =
        known.with(
            own(
                """
                {"vendor": "v", "models": [
                  {"model": "m", "aliases": ["eu/m"], "prices": [{"rates": {"input": "3"}}]}]}
                """));

    assertThat(book.canonicalModel("v", "eu/m")).isEqualTo("m");
    assertThat(book.list())
        .filteredOn(price -> price.vendor().equals("v"))
        .extracting(ListedPrice::model, price -> price.origin().kind())
        .containsExactly(tuple("m", PriceOrigin.Kind.OWN));
  }

  @Test
  void ownAliasThatIsABundledModel_isRefusedThoughAPriceOfItWasLearned() throws Exception {
    LearnedPrice price =
        new LearnedPrice(
            "openai",
            "gpt-5",
            LocalDate.parse("2026-11-21"),
            Instant.parse("2026-11-21T12:00:00Z"),
            "https://map",
            "{\"from\": \"2026-11-21\", \"rates\": {\"input\": \"2\"}}");
    PriceBook known = PriceBook.bundled().withLearned(List.of(price));
    Path own =
        own(
            """
            {"vendor": "openai", "models": [
              {"model": "mine", "aliases": ["gpt-5"], "prices": [{"rates": {"input": "3"}}]}]}
            """);

    assertThatThrownBy(() -> known.with(own))
        .isInstanceOf(PriceFileException.class)
        .hasMessageContaining("alias 'gpt-5' is itself a model");
  }

  private Path own(String json) throws Exception {
    return Files.writeString(folder.resolve("own.json"), json);
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

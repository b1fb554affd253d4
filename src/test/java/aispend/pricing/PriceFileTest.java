// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.TokenType;
import aispend.model.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceFileTest {
  @TempDir Path directory = Path.of("");

  private Path file(String json) throws IOException {
    return Files.writeString(directory.resolve("own.json"), json);
  }

  private List<String> problems(String json) throws IOException {
    Path file = file(json);
    PriceFileException failure =
        catchThrowableOfType(PriceFileException.class, () -> PriceBook.bundled().with(file));
    assertThat(failure).as("refusal").isNotNull();
    return failure.problems().stream()
        .map(problem -> problem.replace(directory.toString() + "/", ""))
        .toList();
  }

  private static Cost million(PriceBook book, String model, String at) {
    return book.cost(
        "openai",
        Instant.parse(at),
        Dimensions.of(Dimension.MODEL, model),
        Tokens.of(TokenType.INPUT, 1_000_000),
        Map.of());
  }

  private static Cost estimated(String dollars) {
    return new Cost.Estimated(Money.usd(dollars));
  }

  @Test
  void laterDay_holdsFromItsMidnightInUtc() throws Exception {
    PriceBook book =
        PriceBook.bundled()
            .with(
                file(
                    """
                    {"vendor": "openai", "models": [
                      {"model": "gpt-5", "prices": [{"from": "2026-12-01", "rates": {"input": 1}}]}]}
                    """));

    assertThat(million(book, "gpt-5", "2026-11-30T23:59:59Z")).isEqualTo(estimated("1.25"));
    assertThat(million(book, "gpt-5", "2026-12-01T00:00:00Z")).isEqualTo(estimated("1"));
    assertThat(million(book, "gpt-5-2025-08-07", "2026-12-01T00:00:00Z")).isEqualTo(estimated("1"));
  }

  @Test
  void sameDay_isReplacedAsAWhole() throws Exception {
    PriceBook book =
        PriceBook.bundled()
            .with(
                file(
                    """
                    {"vendor": "openai", "models": [
                      {"model": "gpt-5", "prices": [{"rates": {"input": "0.50"}}]}]}
                    """));

    assertThat(million(book, "gpt-5", "2026-11-20T00:00:00Z")).isEqualTo(estimated("0.5"));
    assertThat(
            book.cost(
                "openai",
                Instant.parse("2026-11-20T00:00:00Z"),
                Dimensions.of(Dimension.MODEL, "gpt-5"),
                Tokens.of(TokenType.OUTPUT, 1),
                Map.of()))
        .isEqualTo(new Cost.Unpriced("openai model 'gpt-5' has no price for output tokens"));
  }

  @Test
  void newVendorsModelsAndAliases_areAdded() throws Exception {
    PriceBook book =
        PriceBook.bundled()
            .with(
                file(
                    """
                    [{"vendor": "openai", "read": "2026-12-24", "models": [
                       {"model": "gpt-5", "aliases": ["our-deployment"]},
                       {"model": "gpt-4o-2024-11-20", "prices": [{"rates": {"input": 3}}]}]},
                     {"vendor": "mistral", "read": "2026-12-24", "models": [
                       {"model": "large", "prices": [{"rates": {"input": 2}}]}]}]
                    """));

    String at = "2026-11-20T00:00:00Z";
    assertThat(million(book, "our-deployment", at)).isEqualTo(estimated("1.25"));
    // a snapshot taken out of its model's aliases
    assertThat(million(book, "gpt-4o-2024-11-20", at)).isEqualTo(estimated("3"));
    assertThat(million(book, "gpt-4o", at)).isEqualTo(estimated("2.5"));
    assertThat(book.canonicalModel("mistral", "large-latest")).isEqualTo("large");
    // Anthropic's list is now the one read longest ago
    assertThat(book.readAt()).isEqualTo(Instant.parse("2026-11-21T00:00:00Z"));
  }

  @Test
  void everyProblem_isToldWithItsPlaceAndRemedy() throws Exception {
    assertThat(
            problems(
                """
                {"vendor": "openai", "read": "yesterday", "modles": [], "models": [
                  {"model": "a", "aliases": ["gpt-5", 7], "prices": [
                    {"rates": {"input": -1, "output": "1.5 USD", "soul": 1}, "long_context_above": 1},
                    {"from": "2026-13-01", "rates": {"input": 1e308}},
                    {"units": [{"unit": "images", "usd": "0.1", "per": 0}, {"usd": 1}, {"unit": "x"}]}]},
                  {"model": "a", "prices": []},
                  {"model": "b"},
                  "c"]}
                """))
        .containsExactly(
            "own.json: has the unknown key 'modles'; known are vendor, source, read, tier_aliases,"
                + " models",
            "own.json: read is \"yesterday\"; must be a date like 2026-11-21",
            "own.json models[3]: is \"c\"; must be an object",
            "own.json: openai model 'a' prices[0]: has only one of long_context_above and"
                + " long_context_rates; give both",
            "own.json: openai model 'a' prices[0]: rates.input is -1; must be a decimal number from"
                + " 0 to 100000, like \"1.25\"",
            "own.json: openai model 'a' prices[0]: rates.output is \"1.5 USD\"; must be a decimal"
                + " number from 0 to 100000, like \"1.25\"",
            "own.json: openai model 'a' prices[0]: rates has the unknown token type 'soul'; known"
                + " are input, cache_read, cache_write, cache_write_long, output, reasoning,"
                + " input_audio, cache_read_audio, output_audio, input_image, cache_read_image,"
                + " output_image",
            "own.json: openai model 'a' prices[1]: from is \"2026-13-01\"; must be a date like"
                + " 2026-11-21",
            "own.json: openai model 'a' prices[1]: rates.input is 1E+308; must be a decimal number"
                + " from 0 to 100000, like \"1.25\"",
            "own.json: openai model 'a' prices[1]: has the same 'from' as another price; keep one",
            "own.json: openai model 'a' prices[2] units[0]: has per 0; must be how many cost that"
                + " much",
            "own.json: openai model 'a' prices[2] units[1]: unit is missing; must be a text of 1 to"
                + " 200 characters",
            "own.json: openai model 'a' prices[2] units[2]: has no usd; say what it costs",
            "own.json: openai model 'a' prices[2]: has the same 'from' as another price; keep one",
            "own.json: openai model 'a': aliases is 7; must be a text of 1 to 200 characters",
            "own.json: openai model 'a': has no prices; add at least one",
            "own.json: openai model 'a': is there twice; put all its prices into one entry",
            "own.json: openai model 'b': has no prices; add at least one",
            "own.json models[3]: model is missing; must be a text of 1 to 200 characters",
            "own.json: openai model '?': has no prices; add at least one",
            "own.json: openai model 'a': alias 'gpt-5' is itself a model with prices; remove the"
                + " alias");
  }

  @Test
  void textThatIsNotJson_isToldWithItsLine() throws Exception {
    assertThat(problems("{\"vendor\":\n oops}"))
        .singleElement()
        .asString()
        .startsWith("own.json is not JSON at line 2, column ");
    assertThat(problems("{\"vendor\": \"x\", \"vendor\": \"y\"}"))
        .singleElement()
        .asString()
        .contains("own.json is not JSON at line 1", "vendor");
    assertThat(problems("")).isNotEmpty();
    assertThat(problems("[{\"vendor\":\"v\"},{\"vendor\":\"v\"}]"))
        .containsExactly("own.json: vendor 'v' is there twice; keep one");
  }

  @Test
  void missingFile_isToldByName() {
    PriceFileException failure =
        catchThrowableOfType(
            PriceFileException.class,
            () -> PriceBook.bundled().with(directory.resolve("none.json")));
    assertThat(failure.problems())
        .containsExactly(
            "cannot read the price file "
                + directory.resolve("none.json")
                + " (NoSuchFileException); check that it exists and may be read");
  }
}

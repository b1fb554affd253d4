// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.LearnedPrice;
import aispend.model.TokenType;
import aispend.model.Tokens;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Price maps in LiteLLM's format beside a book that knows model m of vendor v: 2, 0.2 and 8. */
class PriceMapTest {
  private static final LocalDate TODAY = LocalDate.parse("2026-11-21");

  @TempDir private Path folder;
  private PriceBook book = PriceBook.bundled();

  @BeforeEach
  void know() throws Exception {
    book =
        PriceBook.bundled()
            .withLearned(
                List.of(
                    learned(
                        "m",
                        LocalDate.EPOCH,
                        """
                        {"rates": {"input": "2", "cache_read": "0.2", "output": "8"},
                         "tiers": {"batch": {"rates": {"input": "1", "cache_write_long": "3",
                                                       "output": "4"}}},
                         "units": [{"unit": "searches", "usd": "10", "per": 1000}]}
                        """)));
  }

  @Test
  void entryThatSaysWhatIsKnown_changesNothing() throws Exception {
    PriceMap.Outcome outcome =
        against(
            "{\"m\": {\"litellm_provider\": \"v\", \"input_cost_per_token\": 2e-06,"
                + " \"output_cost_per_token\": 0.000008000000000000001}}");

    assertThat(outcome).isEqualTo(new PriceMap.Outcome(List.of(), List.of(), 1));
  }

  /** 1,000,000 input tokens at 2 USD until yesterday, at 3 from today. */
  @Test
  void changedPrice_holdsFromTheDayItWasLearned() throws Exception {
    PriceMap.Outcome outcome = against(entry("v/m", "3e-06", "8e-06"));

    assertThat(outcome.accepted())
        .extracting(PriceMap.Accepted::what)
        .as("the cache's rate is a tenth of the input's")
        .containsExactly("cache_read 0.2 -> 0.3, input 2 -> 3");
    PriceBook after = after(outcome);
    assertThat(million(after, "2026-11-20T23:59:59Z")).isEqualTo("2");
    assertThat(million(after, "2026-11-21T00:00:00Z")).isEqualTo("3");
  }

  /** The batch price of long cache writes is 3 times the batch input: told 1.5, so 4.5. */
  @Test
  void rateThatTheMapDoesNotTell_movesWithTheInputBesideIt() throws Exception {
    PriceMap.Outcome outcome =
        against(
            "{\"m\": {\"litellm_provider\": \"v\", \"input_cost_per_token\": 2e-06,"
                + " \"output_cost_per_token\": 8e-06, \"input_cost_per_token_batches\": 1.5e-06,"
                + " \"output_cost_per_token_batches\": 4e-06}}");

    assertThat(outcome.accepted())
        .extracting(PriceMap.Accepted::what)
        .containsExactly("batch.cache_write_long 3 -> 4.5, batch.input 1 -> 1.5");
    assertThat(outcome.accepted().get(0).price()).as("units stay").contains("\"searches\"");
  }

  @Test
  void firstPriceOfAModel_holdsForEver() throws Exception {
    PriceMap.Outcome outcome = against(entry("new", "1e-06", "2e-06"));

    assertThat(outcome.accepted())
        .extracting(PriceMap.Accepted::from, PriceMap.Accepted::what)
        .containsExactly(tuple(LocalDate.EPOCH, "first price: input 1, output 2"));
  }

  @Test
  void longContextAndTiers_areRead() throws Exception {
    PriceMap.Outcome outcome =
        against(
            """
            {"sample_spec": {"input_cost_per_token": "words"},
             "big": {"litellm_provider": "v", "mode": "chat",
               "input_cost_per_token": 1e-06, "output_cost_per_token": 2e-06,
               "input_cost_per_token_above_200k_tokens": 4e-06,
               "cache_creation_input_token_cost": 1.25e-06,
               "cache_creation_input_token_cost_above_1hr": 2e-06,
               "input_cost_per_token_priority": 3e-06,
               "provider_specific_entry": {"us": 1.1}}}
            """);

    assertThat(outcome.accepted())
        .extracting(PriceMap.Accepted::what)
        .containsExactly(
            "first price: cache_write 1.25, cache_write_long 2, input 1,"
                + " long.cache_write 1.25, long.cache_write_long 2, long.input 4, long.output 2,"
                + " output 2, priority.input 3, region.us 1.1");
    assertThat(outcome.accepted().get(0).price()).contains("\"long_context_above\":200000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "m   | 0        | 8e-06 | ZERO         | input 2 -> 0",
        "m   | 20e-06   | 8e-06 | TENFOLD      | input 2 -> 20",
        "m   | 0.2e-06  | 8e-06 | TENFOLD      | input 2 -> 0.2",
        "m   | 0.002    | 8e-06 | UNIT         | input 2 -> 2000",
        "m   | 2        | 8e-06 | UNIT         | input 2 -> 2000000",
        "m   | 2e-09    | 8e-06 | UNIT         | input 2 -> 0.002",
        "m   | -2e-06   | 8e-06 | NEGATIVE     | input_cost_per_token is -0.000002",
        "m   | NaN      | 8e-06 | NOT_A_NUMBER | input_cost_per_token is \"NaN\"",
        "m   | 1e999    | 8e-06 | NOT_A_NUMBER | input_cost_per_token is 1E+999",
        "m   | \"2\\u20ac\" | 8e-06 | NOT_A_NUMBER | input_cost_per_token is \"2\u20ac\"",
        "m   | null     | 8e-06 | MISSING      | input has no price any more",
        "m   | 2e-06    | null  | MISSING      | output has no price any more",
        "new | 0        | 0     | ZERO         | a first price of 0; write it into your price file if it is",
        "new | 1.5      | 2     | UNIT         | input is 1500000 USD per million tokens; a map tells one token's",
      })
  void whatCannotBeRight_isRefusedByNameAndTheOldPriceStays(
      String model, String input, String output, String reason, String detail) throws Exception {
    PriceMap.Outcome outcome = against(entry(model, input, output));

    assertThat(outcome.accepted()).isEmpty();
    assertThat(outcome.refused()).hasSize(1);
    assertThat(outcome.refused().get(0).model()).isEqualTo(model);
    assertThat(outcome.refused().get(0).reason().name()).isEqualTo(reason);
    assertThat(outcome.refused().get(0).detail()).isEqualTo(detail);
  }

  /** What a price file could not say is not kept: the next start would not read it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "new | 'input_cost_per_token': 1e-06, 'output_cost_per_token': 1e-28           | NOT_A_NUMBER",
        "new | 'input_cost_per_token': 1e-06, 'input_cost_per_token_above_0k_tokens': 2e-06"
            + " | NOT_A_NUMBER",
        "new | 'input_cost_per_token': 1e-06, 'provider_specific_entry': {'fast': 250} | TENFOLD",
        "new | 'input_cost_per_token': 1e-06, 'provider_specific_entry': {'fast': 0}   | ZERO",
        "m   | 'input_cost_per_token': 2e-06, 'output_cost_per_token': 8e-06,"
            + " 'provider_specific_entry': {'us': 250} | TENFOLD",
        "m   | 'input_cost_per_token': 2e-06, 'output_cost_per_token': 8e-06,"
            + " 'provider_specific_entry': {'us': 0} | ZERO",
      })
  void whatCouldNotBeReadBack_isRefused(String model, String prices, String reason)
      throws Exception {
    String map = "{'%s': {'litellm_provider': 'v', %s}}".formatted(model, prices);

    PriceMap.Outcome outcome = against(map.replace('\'', '"'));

    assertThat(outcome.accepted()).isEmpty();
    assertThat(outcome.refused())
        .extracting(refused -> refused.reason().name())
        .containsExactly(reason);
  }

  @Test
  void nineTimesAsMuch_isBelieved() throws Exception {
    assertThat(against(entry("m", "18e-06", "8e-06")).accepted()).hasSize(1);
  }

  @Test
  void datedSnapshotWithItsModelsPrice_isNoModelOfItsOwn() throws Exception {
    assertThat(against(entry("m-2026-11-01", "2e-06", "8e-06")).unchanged()).isEqualTo(1);
    assertThat(against(entry("m-2026-11-01", "3e-06", "8e-06")).refused())
        .extracting(refused -> refused.reason().name())
        .containsExactly("ALIAS");
  }

  @Test
  void ownPriceFile_winsOverWhatWasLearned() throws Exception {
    PriceMap.Outcome outcome = against(entry("m", "3e-06", "8e-06"));
    Path own = folder.resolve("own.json");
    Files.writeString(
        own,
        """
        {"vendor": "v", "models": [{"model": "m", "prices": [{"rates": {"input": "1.5"}}]}]}
        """);

    PriceBook after = after(outcome).with(own);

    assertThat(million(after, "2026-12-24T00:00:00Z")).isEqualTo("1.5");
    assertThat(after.list())
        .filteredOn(price -> price.vendor().equals("v"))
        .extracting(price -> price.origin().kind())
        .containsExactly(PriceOrigin.Kind.OWN);
  }

  @Test
  void learnedPrice_saysWhereItIsFromAndSinceWhen() throws Exception {
    ListedPrice price =
        book.list().stream().filter(one -> one.vendor().equals("v")).findFirst().orElseThrow();

    assertThat(price.origin())
        .isEqualTo(new PriceOrigin(PriceOrigin.Kind.LEARNED, "price map of https://map", TODAY));
  }

  @Test
  void anotherPrice_isAnotherVersion() throws Exception {
    String before = book.version();

    assertThat(PriceBook.bundled().version()).isNotEqualTo(before).hasSize(12);
    assertThat(after(against(entry("m", "3e-06", "8e-06"))).version()).isNotEqualTo(before);
    know();
    assertThat(book.version()).isEqualTo(before);
  }

  @Test
  void somethingElse_isNoPriceMap() {
    assertThatThrownBy(() -> against("[1]"))
        .isInstanceOf(PriceFileException.class)
        .hasMessageContaining("is no price map in LiteLLM's format");
    assertThatThrownBy(() -> against("<html>")).isInstanceOf(PriceFileException.class);
  }

  private PriceMap.Outcome against(String json) throws PriceFileException {
    return PriceMap.read("map", json.getBytes(StandardCharsets.UTF_8)).against(book, TODAY);
  }

  private PriceBook after(PriceMap.Outcome outcome) throws PriceFileException {
    List<LearnedPrice> learned =
        outcome.accepted().stream()
            .map(price -> learned(price.model(), price.from(), price.price()))
            .toList();
    return book.withLearned(learned);
  }

  private static LearnedPrice learned(String model, LocalDate from, String price) {
    Instant at = TODAY.atTime(12, 0).toInstant(ZoneOffset.UTC);
    return new LearnedPrice("v", model, from, at, "https://map", price);
  }

  private static String entry(String model, String input, String output) {
    return "{\"%s\": {\"litellm_provider\": \"v\", \"input_cost_per_token\": %s, \"output_cost_per_token\": %s}}"
        .formatted(model, input, output);
  }

  private static String million(PriceBook book, String at) {
    Cost cost =
        book.cost(
            "v",
            Instant.parse(at),
            Dimensions.of(Dimension.MODEL, "m"),
            Tokens.of(TokenType.INPUT, 1_000_000),
            Map.of());
    return ((Cost.Estimated) cost).amount().decimal();
  }
}

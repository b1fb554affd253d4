// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import static aispend.model.TokenType.CACHE_READ;
import static aispend.model.TokenType.CACHE_READ_AUDIO;
import static aispend.model.TokenType.CACHE_READ_IMAGE;
import static aispend.model.TokenType.CACHE_WRITE;
import static aispend.model.TokenType.CACHE_WRITE_LONG;
import static aispend.model.TokenType.INPUT;
import static aispend.model.TokenType.INPUT_AUDIO;
import static aispend.model.TokenType.OUTPUT;
import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.Savings;
import aispend.model.TokenType;
import aispend.model.Tokens;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Savings against amounts worked out by hand from the bundled prices. */
class SavingsTest {
  private static final Instant AT = Instant.parse("2026-11-20T13:00:00Z");
  private static final PriceBook BOOK = PriceBook.bundled();

  @TempDir Path directory = Path.of("");

  private static Savings saved(String vendor, Dimensions dimensions, Tokens tokens) {
    return BOOK.price(vendor, AT, dimensions, tokens, Map.of()).savings();
  }

  private static Dimensions model(String model) {
    return Dimensions.of(Dimension.MODEL, model);
  }

  private static Savings savings(String cache, String tier) {
    return new Savings(Money.usd(cache), Money.usd(tier));
  }

  @Test
  void cachedInputOfOpenAi_savesTheDifferenceToUncachedInput() {
    Tokens tokens = new Tokens(Map.of(INPUT, 100_000L, CACHE_READ, 900_000L, OUTPUT, 20_000L));
    // 0.9 * (1.25 - 0.125) = 1.0125
    assertThat(saved("openai", model("gpt-5"), tokens)).isEqualTo(savings("1.0125", "0"));
  }

  @Test
  void writesThatCostTheInputPrice_saveNothing() {
    Tokens tokens = new Tokens(Map.of(CACHE_WRITE, 1_000_000L, CACHE_WRITE_LONG, 1_000_000L));
    assertThat(saved("openai", model("gpt-5"), tokens)).isEqualTo(Savings.NONE);
  }

  @Test
  void readsAndWritesOfAnthropic_areNetOfTheWritePremiums() {
    Tokens tokens =
        new Tokens(
            Map.of(
                INPUT, 100_000L,
                CACHE_READ, 200_000L,
                CACHE_WRITE, 40_000L,
                CACHE_WRITE_LONG, 10_000L,
                OUTPUT, 20_000L));
    // 0.2 * (5 - 0.5) - 0.04 * (6.25 - 5) - 0.01 * (10 - 5) = 0.9 - 0.05 - 0.05
    assertThat(saved("anthropic", model("claude-opus-5"), tokens)).isEqualTo(savings("0.8", "0"));
  }

  @ParameterizedTest
  @CsvSource({"CACHE_WRITE, -1.25", "CACHE_WRITE_LONG, -5"})
  void writesThatAreNotReadBack_areANegativeSaving(TokenType write, String dollars) {
    assertThat(saved("anthropic", model("claude-opus-5"), Tokens.of(write, 1_000_000)))
        .isEqualTo(savings(dollars, "0"));
  }

  @Test
  void batchTier_isComparedWithTheStandardOneAndCachesAtItsOwnPrices() {
    Dimensions batch = model("claude-opus-5").with(Dimension.TIER, "batch");
    Tokens tokens = new Tokens(Map.of(INPUT, 100_000L, CACHE_READ, 200_000L, OUTPUT, 20_000L));
    // cache 0.2 * (2.5 - 0.25) = 0.45
    // standard 0.1 * 5 + 0.2 * 0.5 + 0.02 * 25 = 1.1; batch half of it
    assertThat(saved("anthropic", batch, tokens)).isEqualTo(savings("0.45", "0.55"));
  }

  @ParameterizedTest
  @CsvSource({
    // standard 1.25 in, 0.125 cached
    "gpt-5, '', INPUT, 0",
    "gpt-5, default, INPUT, 0",
    "gpt-5, batch, INPUT, 0.625",
    "gpt-5, flex, CACHE_READ, 0.0625",
    "gpt-5, priority, INPUT, -1.25",
    "gpt-5, fast, INPUT, -1.25",
    // standard 2 in; priority 3.5
    "gpt-4.1, priority, INPUT, -1.5",
  })
  void anyOtherTier_savesTheDifferenceToTheStandardOne(
      String model, String tier, TokenType type, String dollars) {
    Dimensions dimensions = model(model).with(Dimension.TIER, tier);
    assertThat(saved("openai", dimensions, Tokens.of(type, 1_000_000)).tier())
        .isEqualTo(Money.usd(dollars));
  }

  @Test
  void regionAndSpeed_multiplySavingsToo() {
    Dimensions fastInUs =
        model("claude-opus-5").with(Dimension.REGION, "us").with(Dimension.VARIANT, "fast");
    // (5 - 0.5) * 1.1 * 2
    assertThat(saved("anthropic", fastInUs, Tokens.of(CACHE_READ, 1_000_000)))
        .isEqualTo(savings("9.9", "0"));
  }

  @Test
  void longContext_savesAtItsOwnPrices() {
    Dimensions batch =
        model("claude-haiku-5-5").with(Dimension.CONTEXT, "200k-1M").with(Dimension.TIER, "batch");
    // cache 0.25 - 0.025; tier 0.05 - 0.025
    assertThat(saved("anthropic", batch, Tokens.of(CACHE_READ, 1_000_000)))
        .isEqualTo(savings("0.225", "0.025"));
  }

  @Test
  void cachedAudioAndImages_areComparedWithTheirOwnKindOfInput() {
    // 32 - 0.4
    assertThat(saved("openai", model("gpt-realtime"), Tokens.of(CACHE_READ_AUDIO, 1_000_000)))
        .isEqualTo(savings("31.6", "0"));
    // 8 - 2
    assertThat(saved("openai", model("gpt-image-1.5"), Tokens.of(CACHE_READ_IMAGE, 1_000_000)))
        .isEqualTo(savings("6", "0"));
    // images charged as text: 1.25 - 0.125
    assertThat(saved("openai", model("gpt-5"), Tokens.of(CACHE_READ_IMAGE, 1_000_000)))
        .isEqualTo(savings("1.125", "0"));
  }

  @Test
  void halvesOfANano_goToTheEvenOne() {
    Dimensions batch = model("gpt-5-nano").with(Dimension.TIER, "batch");
    // In nanos: cache 25 - 2.5 = 22.5, tier 5 - 2.5 = 2.5.
    assertThat(saved("openai", batch, Tokens.of(CACHE_READ, 1))).isEqualTo(Savings.usd(22, 2));
  }

  @Test
  void modelWithoutCachePrices_savesNothing() {
    assertThat(saved("openai", model("gpt-4"), new Tokens(Map.of(INPUT, 9L, OUTPUT, 9L))))
        .isEqualTo(Savings.NONE);
  }

  @Test
  void useWithoutAPrice_savesNothing() {
    Dimensions scale = model("gpt-5").with(Dimension.TIER, "scale");
    Tokens tokens = Tokens.of(CACHE_READ, 1_000_000);
    assertThat(saved("openai", scale, tokens)).isEqualTo(Savings.NONE);

    Priced partly =
        BOOK.price("openai", AT, model("gpt-5"), tokens, Map.of("parsecs", BigDecimal.ONE));
    assertThat(partly)
        .isEqualTo(
            new Priced(
                new Cost.Unpriced("openai model 'gpt-5' has no price for parsecs"), Savings.NONE));
  }

  @Test
  void priceMissingToCompareWith_savesNothing() throws IOException, PriceFileException {
    Path file =
        Files.writeString(
            directory.resolve("own.json"),
            """
            {"vendor": "own", "models": [{"model": "m", "prices": [{
              "rates": {"input": "2", "output": "4", "cache_read_audio": "1"},
              "tiers": {"batch": {"rates": {"input": "1", "input_audio": "3"}}}}]}]}
            """);
    PriceBook own = BOOK.with(file);
    Dimensions batch = model("m").with(Dimension.TIER, "batch");

    // Audio has no standard price, so what this batch would have cost there is not known.
    Tokens both = new Tokens(Map.of(INPUT, 1_000_000L, INPUT_AUDIO, 1_000_000L));
    assertThat(own.price("own", AT, batch, both, Map.of()))
        .isEqualTo(new Priced(new Cost.Estimated(Money.usd("4")), Savings.NONE));
    // Nor has uncached audio.
    Tokens cached = Tokens.of(CACHE_READ_AUDIO, 1_000_000);
    assertThat(own.price("own", AT, model("m"), cached, Map.of()))
        .isEqualTo(new Priced(new Cost.Estimated(Money.usd("1")), Savings.NONE));
  }
}

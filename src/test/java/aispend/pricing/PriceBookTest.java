// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import static aispend.model.TokenType.CACHE_READ;
import static aispend.model.TokenType.CACHE_READ_IMAGE;
import static aispend.model.TokenType.CACHE_WRITE;
import static aispend.model.TokenType.CACHE_WRITE_LONG;
import static aispend.model.TokenType.INPUT;
import static aispend.model.TokenType.INPUT_AUDIO;
import static aispend.model.TokenType.INPUT_IMAGE;
import static aispend.model.TokenType.OUTPUT;
import static aispend.model.TokenType.OUTPUT_AUDIO;
import static aispend.model.TokenType.REASONING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.Tokens;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceBookTest {
  private static final Instant AT = Instant.parse("2026-11-20T13:00:00Z");

  private final PriceBook book = PriceBook.bundled();

  private Cost cost(String vendor, Dimensions dimensions, Tokens tokens) {
    return book.cost(vendor, AT, dimensions, tokens, Map.of());
  }

  private Cost units(String vendor, Dimensions dimensions, String unit, String quantity) {
    return book.cost(vendor, AT, dimensions, Tokens.NONE, Map.of(unit, new BigDecimal(quantity)));
  }

  private static Dimensions model(String model) {
    return Dimensions.of(Dimension.MODEL, model);
  }

  private static Cost estimated(String dollars) {
    return new Cost.Estimated(Money.usd(dollars));
  }

  @Test
  void everyTokenType_isChargedAtItsOwnRate() {
    Tokens tokens =
        new Tokens(
            Map.of(
                INPUT, 100_000L,
                CACHE_READ, 200_000L,
                CACHE_WRITE, 40_000L,
                CACHE_WRITE_LONG, 10_000L,
                OUTPUT, 20_000L));
    // 0.1 * 5 + 0.2 * 0.5 + 0.04 * 6.25 + 0.01 * 10 + 0.02 * 25 = 0.5 + 0.1 + 0.25 + 0.1 + 0.5
    assertThat(cost("anthropic", model("claude-opus-5"), tokens)).isEqualTo(estimated("1.45"));
  }

  @Test
  void batchTier_costsItsOwnRates() {
    Dimensions batch = model("claude-opus-5").with(Dimension.TIER, "batch");
    // 0.1 * 2.5 + 0.01 * 5 (twice the input, halved)
    Tokens tokens = new Tokens(Map.of(INPUT, 100_000L, CACHE_WRITE_LONG, 10_000L));
    assertThat(cost("anthropic", batch, tokens)).isEqualTo(estimated("0.3"));
  }

  @Test
  void regionAndSpeed_multiplyTogetherOnTokensOnly() {
    Dimensions fastInUs =
        model("claude-opus-5").with(Dimension.REGION, "us").with(Dimension.VARIANT, "speed=fast");
    // 1 * 5 * 1.1 * 2 = 11; 3 searches * 10 / 1000 = 0.03
    assertThat(
            book.cost(
                "anthropic",
                AT,
                fastInUs,
                Tokens.of(INPUT, 1_000_000),
                Map.of("searches", new BigDecimal(3))))
        .isEqualTo(estimated("11.03"));
  }

  @ParameterizedTest
  @CsvSource({"fast, 10", "speed=fast, 10", "standard, 5", "speed=standard, 5", "'', 5"})
  void speed_isReadWithAndWithoutItsName(String variant, String dollars) {
    Dimensions dimensions = model("claude-opus-5").with(Dimension.VARIANT, variant);
    assertThat(cost("anthropic", dimensions, Tokens.of(INPUT, 1_000_000)))
        .isEqualTo(estimated(dollars));
  }

  @ParameterizedTest
  @CsvSource({"global", "not_available", "eu-west-1", "''"})
  void regionWithoutAMultiplier_costsTheBase(String region) {
    Dimensions dimensions = model("claude-opus-5").with(Dimension.REGION, region);
    assertThat(cost("anthropic", dimensions, Tokens.of(INPUT, 1_000_000)))
        .isEqualTo(estimated("5"));
  }

  @Test
  void speedWithoutAPrice_isUnpriced() {
    Dimensions fast = model("claude-haiku-4-5").with(Dimension.VARIANT, "fast");
    assertThat(cost("anthropic", fast, Tokens.of(INPUT, 1)))
        .isEqualTo(
            new Cost.Unpriced(
                "anthropic model 'claude-haiku-4-5' has no price for tokens at speed 'fast'"
                    + " as 'fast'"));
  }

  @ParameterizedTest
  @CsvSource({
    // threshold 100k: only a class that begins at or above it is surely above it
    "claude-haiku-5-5, 200k-1M, 0.5",
    "claude-haiku-5-5, 100k-1M, 0.5",
    "claude-haiku-5-5, 0-200k, 0.1",
    "claude-haiku-5-5, '', 0.1",
    // one price for the whole window
    "claude-opus-5, 200k-1M, 5",
    "claude-opus-5, unheard of, 5",
  })
  void contextClass_choosesTheRate(String model, String context, String dollars) {
    Dimensions dimensions = model(model).with(Dimension.CONTEXT, context);
    assertThat(cost("anthropic", dimensions, Tokens.of(INPUT, 1_000_000)))
        .isEqualTo(estimated(dollars));
  }

  @Test
  void longContextInATier_costsThatTiersLongRates() {
    Dimensions dimensions =
        model("gpt-6-sol").with(Dimension.TIER, "priority").with(Dimension.CONTEXT, "long context");
    assertThat(cost("openai", dimensions, Tokens.of(OUTPUT, 1_000_000))).isEqualTo(estimated("30"));
  }

  @ParameterizedTest
  @CsvSource({
    "'', 1.25",
    "default, 1.25",
    "standard, 1.25",
    "flex, 0.625",
    "batch, 0.625",
    "priority, 2.5",
    "fast, 2.5",
  })
  void tierOfOpenai_choosesTheRate(String tier, String dollars) {
    Dimensions dimensions = model("gpt-5-2025-08-07").with(Dimension.TIER, tier);
    assertThat(cost("openai", dimensions, Tokens.of(INPUT, 1_000_000)))
        .isEqualTo(estimated(dollars));
  }

  @Test
  void tierThatIsNotInTheList_isUnpriced() {
    Dimensions scale = model("gpt-5").with(Dimension.TIER, "scale");
    assertThat(cost("openai", scale, Tokens.of(INPUT, 1)))
        .isEqualTo(
            new Cost.Unpriced("openai model 'gpt-5' has no price for tokens in tier 'scale'"));
  }

  @Test
  void operationWithItsOwnPrice_costsIt() {
    Dimensions decisions = model("gpt-6-luna").with(Dimension.OPERATION, "decisions");
    Tokens tokens = new Tokens(Map.of(INPUT, 1_000_000L, OUTPUT, 1_000_000L));
    assertThat(cost("openai", decisions, tokens)).isEqualTo(estimated("0.1"));
    assertThat(cost("openai", model("gpt-6-luna"), tokens)).isEqualTo(estimated("0.6"));
    assertThat(cost("openai", decisions.with(Dimension.TIER, "batch"), tokens))
        .isInstanceOf(Cost.Unpriced.class);
  }

  @Test
  void oneTypeWithoutARate_leavesTheWholeRecordUnpriced() {
    Tokens tokens = new Tokens(Map.of(INPUT, 1_000_000L, OUTPUT_AUDIO, 1L));
    assertThat(cost("openai", model("gpt-5"), tokens))
        .isEqualTo(new Cost.Unpriced("openai model 'gpt-5' has no price for output_audio tokens"));
  }

  @Test
  void reasoningAndImages_areChargedAsTextWhereTheListHasNoOwnRate() {
    Tokens tokens =
        new Tokens(Map.of(REASONING, 100_000L, INPUT_IMAGE, 200_000L, CACHE_READ_IMAGE, 400_000L));
    // gpt-5: 0.1 * 10 + 0.2 * 1.25 + 0.4 * 0.125
    assertThat(cost("openai", model("gpt-5"), tokens)).isEqualTo(estimated("1.3"));
  }

  @Test
  void ownRatesOfImagesAndAudio_winOverText() {
    assertThat(cost("openai", model("gpt-image-1"), Tokens.of(INPUT_IMAGE, 1_000_000)))
        .isEqualTo(estimated("10"));
    assertThat(cost("openai", model("gpt-audio"), Tokens.of(INPUT_AUDIO, 1_000_000)))
        .isEqualTo(estimated("32"));
    // its batch price list has text only: not the price of text
    Dimensions batch = model("gpt-image-1").with(Dimension.TIER, "batch");
    assertThat(cost("openai", batch, Tokens.of(CACHE_READ_IMAGE, 1)))
        .isInstanceOf(Cost.Unpriced.class);
  }

  @Test
  void freeModel_costsZeroAndAnUnknownOneIsUnpriced() {
    assertThat(cost("openai", model("omni-moderation-latest"), Tokens.of(INPUT, 1_000_000)))
        .isEqualTo(estimated("0"));
    assertThat(cost("openai", model("gpt-99"), Tokens.of(INPUT, 1)))
        .isEqualTo(new Cost.Unpriced("openai model 'gpt-99' has no price"));
    assertThat(cost("openai", Dimensions.NONE, Tokens.of(INPUT, 1)))
        .isEqualTo(new Cost.Unpriced("openai reports tokens without a model"));
    assertThat(cost("nobody", model("gpt-5"), Tokens.of(INPUT, 1)))
        .isEqualTo(new Cost.Unpriced("nobody model 'gpt-5' has no price"));
    assertThat(cost("openai", model("*"), Tokens.of(INPUT, 1)))
        .isEqualTo(new Cost.Unpriced("openai model '*' has no price"));
  }

  @Test
  void nothingConsumed_costsZeroWhateverTheModel() {
    assertThat(cost("openai", model("gpt-99"), Tokens.NONE)).isEqualTo(estimated("0"));
  }

  @Test
  void units_areChargedByTheModelAndElseByTheVendor() {
    // 0.006 USD a minute
    assertThat(units("openai", model("whisper-1"), "seconds", "90")).isEqualTo(estimated("0.009"));
    // 15 USD a million characters
    assertThat(units("openai", model("tts-1"), "characters", "2500"))
        .isEqualTo(estimated("0.0375"));
    assertThat(units("openai", model("gpt-5"), "searches", "3")).isEqualTo(estimated("0.03"));
    assertThat(units("openai", model("gpt-4.1"), "searches", "3")).isEqualTo(estimated("0.075"));
    assertThat(units("openai", Dimensions.NONE, "sessions", "2")).isEqualTo(estimated("0.06"));
    assertThat(units("anthropic", model("claude-unheard-of"), "searches", "10"))
        .isEqualTo(estimated("0.1"));
    assertThat(units("openai", model("gpt-5"), "parsecs", "1"))
        .isEqualTo(new Cost.Unpriced("openai model 'gpt-5' has no price for parsecs"));
  }

  @Test
  void pricePerSixtySeconds_isRoundedOnceOverTheSum() {
    // 0.017 / 60 = 0.000283333... a second: 3 seconds are exactly 0.00085
    assertThat(units("openai", model("gpt-realtime-whisper"), "seconds", "3"))
        .isEqualTo(estimated("0.00085"));
    assertThat(units("openai", model("gpt-realtime-whisper"), "seconds", "1"))
        .isEqualTo(estimated("0.000283333"));
  }

  @Test
  void images_areChargedByQualityAndSizeOrNotAtAll() {
    Dimensions image = model("gpt-image-1");
    assertThat(
            units(
                "openai",
                image.with(Dimension.VARIANT, "size=1024x1024,quality=high"),
                "images",
                "2"))
        .isEqualTo(estimated("0.334"));
    assertThat(units("openai", image.with(Dimension.VARIANT, "size=1024x1024"), "images", "2"))
        .isEqualTo(
            new Cost.Unpriced(
                "openai model 'gpt-image-1' has no price for images as 'size=1024x1024'"));
  }

  @Test
  void halfANano_roundsToTheEvenOne() {
    // 0.02 USD a million, batch 0.01: a token is 10 nanos; gpt-5-nano cache batch 0.0025: 2.5 nanos
    Dimensions nano = model("gpt-5-nano").with(Dimension.TIER, "batch");
    assertThat(cost("openai", nano, Tokens.of(CACHE_READ, 1)))
        .isEqualTo(new Cost.Estimated(Money.usd(2)));
    assertThat(cost("openai", nano, Tokens.of(CACHE_READ, 3)))
        .isEqualTo(new Cost.Estimated(Money.usd(8))); // 7.5
  }

  @Test
  void costBeyondTheRangeOfMoney_throws() {
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> cost("openai", model("o1-pro"), Tokens.of(OUTPUT, Long.MAX_VALUE)));
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.normalise;

import static aispend.model.TokenType.CACHE_READ;
import static aispend.model.TokenType.CACHE_READ_AUDIO;
import static aispend.model.TokenType.CACHE_READ_IMAGE;
import static aispend.model.TokenType.CACHE_WRITE;
import static aispend.model.TokenType.CACHE_WRITE_LONG;
import static aispend.model.TokenType.INPUT;
import static aispend.model.TokenType.INPUT_AUDIO;
import static aispend.model.TokenType.INPUT_IMAGE;
import static aispend.model.TokenType.OUTPUT;
import static aispend.model.TokenType.OUTPUT_AUDIO;
import static aispend.model.TokenType.OUTPUT_IMAGE;
import static aispend.model.TokenType.REASONING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import aispend.model.ReportedTokens;
import aispend.model.ReportedTokens.Accounting;
import aispend.model.ReportedTokens.CacheWrites;
import aispend.model.ReportedTokens.Modalities;
import aispend.model.TokenType;
import aispend.model.Tokens;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenSplitTest {
  /** OpenAI's 1,000 in, 400 of it cached. */
  private static ReportedTokens openai(@Nullable Long uncached, CacheWrites writes) {
    return new ReportedTokens(
        Accounting.INCLUSIVE, 1_000L, uncached, 400L, writes, 300L, null, Modalities.NONE);
  }

  private static void assertSplit(ReportedTokens reported, Map<TokenType, Long> expected)
      throws BadValueException {
    assertThat(TokenSplit.of(reported)).isEqualTo(new Tokens(expected));
  }

  @Test
  void inclusive_takesThePartsOutOfTheWhole() throws Exception {
    assertSplit(
        openai(null, CacheWrites.NONE), Map.of(INPUT, 600L, CACHE_READ, 400L, OUTPUT, 300L));
  }

  @Test
  void exclusive_countsEachPartAsItStands() throws Exception {
    assertSplit(
        new ReportedTokens(
            Accounting.EXCLUSIVE,
            1_500L,
            null,
            200L,
            new CacheWrites(null, 500L, 1_000L),
            500L,
            null,
            Modalities.NONE),
        Map.of(
            INPUT, 1_500L,
            CACHE_READ, 200L,
            CACHE_WRITE, 500L,
            CACHE_WRITE_LONG, 1_000L,
            OUTPUT, 500L));
  }

  /** The Claude Code report tells writes without their lifetime. */
  @Test
  void exclusiveWritesOfUnknownLifetime_areShort() throws Exception {
    assertSplit(
        new ReportedTokens(
            Accounting.EXCLUSIVE,
            1_000L,
            null,
            90L,
            new CacheWrites(50L, null, null),
            350L,
            null,
            Modalities.NONE),
        Map.of(INPUT, 1_000L, CACHE_READ, 90L, CACHE_WRITE, 50L, OUTPUT, 350L));
  }

  private static final Map<TokenType, Long> SIXTY_AND_FORTY =
      Map.of(INPUT, 500L, CACHE_READ, 400L, CACHE_WRITE, 60L, CACHE_WRITE_LONG, 40L, OUTPUT, 300L);

  /** Newest meaning: the total is 30 m and 12 h together, both beside it. */
  @Test
  void writesWithBothParts_areThoseParts() throws Exception {
    assertSplit(openai(500L, new CacheWrites(100L, 60L, 40L)), SIXTY_AND_FORTY);
    assertSplit(openai(null, new CacheWrites(100L, 60L, 40L)), SIXTY_AND_FORTY);
  }

  /** First meaning: the total is all writes, of which 12 h are told. */
  @Test
  void totalOfAllWrites_isSplitByTheUncachedRest() throws Exception {
    assertSplit(openai(500L, new CacheWrites(100L, null, 40L)), SIXTY_AND_FORTY);
  }

  /** Second meaning: the total is 30 m only, 12 h stand beside it. */
  @Test
  void totalOfShortWrites_isSplitByTheUncachedRest() throws Exception {
    assertSplit(openai(500L, new CacheWrites(60L, null, 40L)), SIXTY_AND_FORTY);
  }

  @Test
  void withoutTheUncachedRest_theTotalIsTakenAsShortWrites() throws Exception {
    assertSplit(openai(null, new CacheWrites(60L, null, 40L)), SIXTY_AND_FORTY);
    assertSplit(
        openai(null, new CacheWrites(100L, null, null)),
        Map.of(INPUT, 500L, CACHE_READ, 400L, CACHE_WRITE, 100L, OUTPUT, 300L));
  }

  @Test
  void longWritesLeftOut_areWhatTheShortOnesLeave() throws Exception {
    assertSplit(openai(500L, new CacheWrites(100L, 60L, null)), SIXTY_AND_FORTY);
  }

  @Test
  void modalities_areTakenOutOfWhatTheyArePartOf() throws Exception {
    assertSplit(
        new ReportedTokens(
            Accounting.INCLUSIVE,
            1_000L,
            600L,
            400L,
            CacheWrites.NONE,
            300L,
            30L,
            new Modalities(50L, 40L, 20L, 10L, 100L, 70L)),
        Map.of(
            INPUT, 530L,
            INPUT_AUDIO, 50L,
            INPUT_IMAGE, 20L,
            CACHE_READ, 350L,
            CACHE_READ_AUDIO, 40L,
            CACHE_READ_IMAGE, 10L,
            OUTPUT, 100L,
            OUTPUT_AUDIO, 100L,
            OUTPUT_IMAGE, 70L,
            REASONING, 30L));
  }

  /** OpenRouter's cached tokens exceed the prompt for replayed answers. */
  @Test
  void partsLargerThanTheWhole_areCutToIt() throws Exception {
    assertSplit(
        new ReportedTokens(
            Accounting.INCLUSIVE,
            100L,
            null,
            160L,
            new CacheWrites(null, 50L, 50L),
            10L,
            99L,
            new Modalities(7L, 300L, 7L, 300L, null, null)),
        Map.of(CACHE_READ_AUDIO, 100L, REASONING, 10L));
  }

  @Test
  void missingWhole_isTheSumOfTheToldParts() throws Exception {
    assertSplit(
        new ReportedTokens(
            Accounting.INCLUSIVE,
            null,
            500L,
            400L,
            new CacheWrites(100L, null, 40L),
            null,
            null,
            Modalities.NONE),
        Map.of(INPUT, 500L, CACHE_READ, 400L, CACHE_WRITE, 60L, CACHE_WRITE_LONG, 40L));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, TokenSplit.MAX_TOKENS + 1, Long.MAX_VALUE})
  void countThatCannotBe_isNamed(long count) {
    assertThatExceptionOfType(BadValueException.class)
        .isThrownBy(() -> TokenSplit.of(ReportedTokens.plain(1L, count)))
        .extracting(e -> e.in("completions", 3))
        .isEqualTo(
            new Rejection(
                "completions",
                3,
                "tokens.output",
                Long.toString(count),
                "must be from 0 to 1000000000000000, the whole bucket's"));
  }
}

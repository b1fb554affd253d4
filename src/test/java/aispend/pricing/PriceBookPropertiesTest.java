// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.TokenType;
import aispend.model.Tokens;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class PriceBookPropertiesTest {
  private static final PriceBook BOOK = PriceBook.bundled();
  private static final Instant AT = Instant.parse("2026-11-20T00:00:00Z");

  /** gpt-5-mini: 0.25 in, 0.025 cached, 2 out. */
  private static Money mini(long input, long cached, long output) {
    Tokens tokens =
        new Tokens(
            Map.of(
                TokenType.INPUT, input,
                TokenType.CACHE_READ, cached,
                TokenType.OUTPUT, output));
    return amount(BOOK.cost("openai", AT, model("gpt-5-mini"), tokens, Map.of()));
  }

  private static Dimensions model(String model) {
    return Dimensions.of(Dimension.MODEL, model);
  }

  private static Money amount(Cost cost) {
    assertThat(cost).isInstanceOf(Cost.Estimated.class);
    return Objects.requireNonNull(cost.amount());
  }

  @Property
  void tokens_costExactlyTheSumOfTheirRates(
      @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long input,
      @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long cached,
      @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long output) {
    // In nanos a token costs 250, 25 and 2000: whole numbers, so nothing is rounded.
    assertThat(mini(input, cached, output))
        .isEqualTo(Money.usd(input * 250 + cached * 25 + output * 2000));
  }

  @Property
  void seconds_areWithinHalfANanoOfTheExactPrice(
      @ForAll @IntRange(min = 0, max = 1_000_000) int seconds) {
    Money cost =
        amount(
            BOOK.cost(
                "openai",
                AT,
                model("gpt-realtime-whisper"),
                Tokens.NONE,
                Map.of("seconds", BigDecimal.valueOf(seconds))));
    // 0.017 USD for 60 seconds: sixty times the nanos are 17 million a second, give or take 30.
    assertThat(Math.abs(cost.nanos() * 60 - seconds * 17_000_000L)).isLessThanOrEqualTo(30);
  }

  @Property
  void costsOfUnits_addUp(
      @ForAll @IntRange(min = 0, max = 10_000) int searches,
      @ForAll @IntRange(min = 0, max = 10_000) int sessions) {
    BigDecimal first = BigDecimal.valueOf(searches);
    BigDecimal second = BigDecimal.valueOf(sessions);
    Money cost =
        amount(
            BOOK.cost(
                "openai",
                AT,
                model("gpt-5"),
                Tokens.NONE,
                Map.of("searches", first, "sessions", second)));
    assertThat(cost).isEqualTo(Money.usd(searches * 10_000_000L + sessions * 30_000_000L));
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.TokenType;
import aispend.model.Tokens;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SavingsPropertiesTest {
  private static final PriceBook BOOK = PriceBook.bundled();
  private static final Instant AT = Instant.parse("2026-11-20T00:00:00Z");

  /** Types that models with a cache have a price for in every tier. */
  private static final List<TokenType> TYPES =
      List.of(
          TokenType.INPUT,
          TokenType.CACHE_READ,
          TokenType.CACHE_WRITE,
          TokenType.CACHE_WRITE_LONG,
          TokenType.OUTPUT);

  /** A vendor and what decides about its price. */
  record Kind(String vendor, Dimensions dimensions) {
    Priced price(Tokens tokens) {
      return BOOK.price(vendor, AT, dimensions, tokens, Map.of());
    }

    long nanos(Tokens tokens) {
      return Objects.requireNonNull(price(tokens).cost().amount()).nanos();
    }

    Kind inTier(String tier) {
      return new Kind(vendor, dimensions.with(Dimension.TIER, tier));
    }
  }

  @Provide
  Arbitrary<Kind> kinds() {
    Dimensions haiku = model("claude-haiku-5-5", "batch").with(Dimension.REGION, "us");
    return Arbitraries.of(
        new Kind("openai", model("gpt-5", "")),
        new Kind("openai", model("gpt-5-nano", "flex")),
        new Kind("openai", model("gpt-6.1-sol", "priority").with(Dimension.CONTEXT, "long")),
        new Kind("anthropic", model("claude-opus-5", "").with(Dimension.VARIANT, "fast")),
        new Kind("anthropic", model("claude-sonnet-5-5", "batch")),
        new Kind("anthropic", haiku),
        new Kind("anthropic", haiku.with(Dimension.CONTEXT, "200k-1M")));
  }

  @Provide
  Arbitrary<Tokens> tokens() {
    return Arbitraries.maps(
            Arbitraries.of(TYPES), Arbitraries.longs().between(0, 1_000_000_000_000L))
        .map(Tokens::new);
  }

  private static Dimensions model(String model, String tier) {
    return Dimensions.of(Dimension.MODEL, model).with(Dimension.TIER, tier);
  }

  @Property
  void costAndCacheSavings_areTheCostWithoutACache(
      @ForAll("kinds") Kind kind, @ForAll("tokens") Tokens tokens) {
    EnumMap<TokenType, Long> uncached = new EnumMap<>(TokenType.class);
    tokens
        .counts()
        .forEach(
            (type, count) ->
                uncached.merge(
                    type == TokenType.OUTPUT ? type : TokenType.INPUT, count, Math::addExact));

    long without = kind.nanos(new Tokens(uncached));

    long saved = kind.price(tokens).savings().cache().nanos();
    assertThat(Math.abs(kind.nanos(tokens) + saved - without)).isLessThanOrEqualTo(1);
  }

  @Property
  void costAndTierSavings_areTheCostInTheStandardTier(
      @ForAll("kinds") Kind kind, @ForAll("tokens") Tokens tokens) {
    long standard = kind.inTier("standard").nanos(tokens);

    long saved = kind.price(tokens).savings().tier().nanos();
    assertThat(Math.abs(kind.nanos(tokens) + saved - standard)).isLessThanOrEqualTo(1);
  }
}

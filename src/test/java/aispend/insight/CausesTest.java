// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.Layer;
import aispend.model.Money;
import aispend.model.Savings;
import aispend.model.TokenType;
import aispend.model.Tokens;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each rule with numbers worked by hand. */
final class CausesTest {
  private static final Tokens USED = tokens(1_000_000, 0, 100_000);

  @Test
  void equalSides_needNoCause() {
    assertThat(Causes.of(told("5", USED), used("5", USED))).isEmpty();
  }

  @Test
  void openSide_isNotSettled() {
    LayerSum open = new LayerSum(Layer.METERED, Money.usd("7"), USED, 0, Savings.NONE, false);

    assertThat(Causes.of(told("5", USED), open)).contains(Cause.NOT_SETTLED);
    assertThat(Causes.of(open, bill("9"))).contains(Cause.NOT_SETTLED);
  }

  @Test
  void eventsOfAnOpenDay_areComparedAllTheSame() {
    LayerSum open = new LayerSum(Layer.ATTRIBUTED, Money.usd("5"), USED, 0, Savings.NONE, false);

    assertThat(Causes.of(open, bill("5.5"))).contains(Cause.TRAFFIC_NOT_INSTRUMENTED);
  }

  /** 0.01 is a cent; 100.1 less 100 is 0.0999 % of 100.1. One more of either is none. */
  @Test
  void centOrThousandth_isRounding() {
    assertThat(Causes.of(used("0.5", USED), bill("0.51"))).contains(Cause.ROUNDING);
    assertThat(Causes.of(used("0.5", USED), bill("0.511")))
        .contains(Cause.PRICE_CHANGED_OR_NEGOTIATED);
    assertThat(Causes.of(used("100", USED), bill("100.1"))).contains(Cause.ROUNDING);
    assertThat(Causes.of(used("100", USED), bill("100.2")))
        .contains(Cause.PRICE_CHANGED_OR_NEGOTIATED);
  }

  /** 600,000 + 60,000 told of 1,000,000 + 100,000: input and output both miss 40 %. */
  @Test
  void fewerTokensOfAllKinds_areCallsThatNobodyTold() {
    assertThat(Causes.of(told("3", tokens(600_000, 0, 60_000)), used("5", USED)))
        .contains(Cause.TRAFFIC_NOT_INSTRUMENTED);
    assertThat(Causes.of(told("5", USED), used("3", tokens(600_000, 0, 60_000))))
        .as("another account")
        .contains(Cause.TRAFFIC_NOT_INSTRUMENTED);
  }

  /** 1,000,000 input on both sides; 60,000 of 100,000 output: answers that were broken off. */
  @Test
  void sameInputAndLessOutput_isBrokenOff() {
    assertThat(Causes.of(told("4", tokens(1_000_000, 0, 60_000)), used("5", USED)))
        .contains(Cause.ABORTED_STREAMS);
  }

  /** 1,100,000 tokens on both sides; of the input 400,000 are cached on one side only. */
  @Test
  void sameTokensOtherwiseCached_areACacheSplit() {
    assertThat(Causes.of(told("5", USED), used("4", tokens(600_000, 400_000, 100_000))))
        .contains(Cause.CACHE_SPLIT);
  }

  /** Told 10 at the standard tier; 5 in a batch, which saved 5. 10 less 5 is what was saved. */
  @Test
  void sameTokensInAnotherTier_areATier() {
    LayerSum batch =
        new LayerSum(Layer.METERED, Money.usd("5"), USED, 0, Savings.usd(0, 5_000_000_000L), true);

    assertThat(Causes.of(told("10", USED), batch)).contains(Cause.TIER_OR_BATCH);
  }

  @Test
  void sameTokensAtAnotherPrice_areAPrice() {
    assertThat(Causes.of(told("10", USED), used("8", USED)))
        .contains(Cause.PRICE_CHANGED_OR_NEGOTIATED);
  }

  /** Usage 10, which batches made 4 cheaper; the bill says 14. Or 10 without a tier; it says 5. */
  @Test
  void billOfAnotherTier_isATier() {
    LayerSum batch =
        new LayerSum(Layer.METERED, Money.usd("10"), USED, 0, Savings.usd(0, 4_000_000_000L), true);

    assertThat(Causes.of(batch, bill("14"))).contains(Cause.TIER_OR_BATCH);
    assertThat(Causes.of(used("10", USED), bill("5.05"))).contains(Cause.TIER_OR_BATCH);
  }

  /** Usage 10, which the cache made 3 cheaper; the bill says 13. */
  @Test
  void billWithoutTheCache_isACacheSplit() {
    LayerSum cached =
        new LayerSum(Layer.METERED, Money.usd("10"), USED, 0, Savings.usd(3_000_000_000L, 0), true);

    assertThat(Causes.of(cached, bill("13"))).contains(Cause.CACHE_SPLIT);
    assertThat(Causes.of(cached, bill("8"))).contains(Cause.PRICE_CHANGED_OR_NEGOTIATED);
  }

  @Test
  void billOfWhatNoReportHas_isNotInstrumented() {
    assertThat(Causes.of(LayerSum.nothing(Layer.METERED, true), bill("3")))
        .contains(Cause.TRAFFIC_NOT_INSTRUMENTED);
  }

  @Test
  void usageWithoutAListPrice_isAPrice() {
    LayerSum unpriced =
        new LayerSum(Layer.METERED, Money.ZERO_USD, USED, 1_100_000, Savings.NONE, true);

    assertThat(Causes.of(unpriced, bill("3"))).contains(Cause.PRICE_CHANGED_OR_NEGOTIATED);
  }

  private static LayerSum told(String dollars, Tokens tokens) {
    return new LayerSum(Layer.ATTRIBUTED, Money.usd(dollars), tokens, 0, Savings.NONE, true);
  }

  private static LayerSum used(String dollars, Tokens tokens) {
    return new LayerSum(Layer.METERED, Money.usd(dollars), tokens, 0, Savings.NONE, true);
  }

  private static LayerSum bill(String dollars) {
    return new LayerSum(Layer.BILLED, Money.usd(dollars), Tokens.NONE, 0, Savings.NONE, true);
  }

  private static Tokens tokens(long input, long cached, long output) {
    return new Tokens(
        Map.of(TokenType.INPUT, input, TokenType.CACHE_READ, cached, TokenType.OUTPUT, output));
  }
}

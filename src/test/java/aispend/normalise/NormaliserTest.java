// SPDX-License-Identifier: Apache-2.0
package aispend.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.ChargePeriod;
import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.ReportedBucket;
import aispend.model.ReportedCost;
import aispend.model.ReportedCost.Unit;
import aispend.model.ReportedPeriod;
import aispend.model.ReportedTokens;
import aispend.model.ReportedTokens.Accounting;
import aispend.model.ReportedTokens.CacheWrites;
import aispend.model.ReportedTokens.Modalities;
import aispend.model.ReportedUsage;
import aispend.model.Savings;
import aispend.model.TokenType;
import aispend.model.Tokens;
import aispend.model.UsageRecord;
import aispend.pricing.PriceBook;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormaliserTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
  private static final ReportedPeriod REPORTED = ReportedPeriod.day(DAY, ZoneOffset.UTC);
  private static final ChargePeriod PERIOD =
      ChargePeriod.dayOf(DAY.atStartOfDay(ZoneOffset.UTC).toInstant());
  private static final CurrencyRates EUROS =
      new CurrencyRates(
          List.of(
              new CurrencyRates.Rate("EUR", new BigDecimal("1.10"), LocalDate.of(2026, 11, 20)),
              new CurrencyRates.Rate("EUR", new BigDecimal("1.08"), LocalDate.of(2026, 1, 1))));

  private static Normaliser normaliser(String vendor) {
    return new Normaliser(vendor + "-eu", vendor, PriceBook.bundled(), EUROS);
  }

  private static Dimensions model(String model) {
    return Dimensions.of(Dimension.MODEL, model);
  }

  private static ReportedUsage tokens(String model, ReportedTokens tokens) {
    return new ReportedUsage(model(model), tokens, 5L, Map.of(), null);
  }

  private static ReportedUsage billed(String amount, Unit unit, String currency) {
    return new ReportedUsage(
        Dimensions.NONE, null, null, Map.of(), new ReportedCost(amount, unit, currency));
  }

  private static ReportedUsage units(String unit, String quantity) {
    return new ReportedUsage(model("whisper-1"), null, null, Map.of(unit, quantity), null);
  }

  private static Normalised normalise(String vendor, ReportedUsage... rows) {
    return normaliser(vendor)
        .normalise(List.of(new ReportedBucket("part", REPORTED, List.of(rows))));
  }

  private static Cost cost(String vendor, ReportedUsage row) {
    Normalised normalised = normalise(vendor, row);
    assertThat(normalised.rejections()).isEmpty();
    return normalised.buckets().get(0).records().get(0).cost();
  }

  private static Rejection rejection(ReportedUsage row) {
    Normalised normalised = normalise("openai", row);
    assertThat(normalised.buckets())
        .containsExactly(new Normalised.Bucket("part", PERIOD, false, List.of()));
    assertThat(normalised.rejections()).hasSize(1);
    return normalised.rejections().get(0);
  }

  /** A million prompt tokens, nine tenths of them cached, as OpenAI counts them. */
  @Test
  void millionPromptTokensOfOpenai_includeTheCachedOnes() {
    ReportedTokens reported =
        new ReportedTokens(
            Accounting.INCLUSIVE,
            1_000_000L,
            null,
            900_000L,
            CacheWrites.NONE,
            0L,
            null,
            Modalities.NONE);

    // gpt-5: 100,000 * 1.25 / 1e6 + 900,000 * 0.125 / 1e6 = 0.125 + 0.1125 = 0.2375 USD
    assertThat(normalise("openai", tokens("gpt-5", reported)))
        .isEqualTo(
            new Normalised(
                List.of(
                    new Normalised.Bucket(
                        "part",
                        PERIOD,
                        true,
                        List.of(
                            new UsageRecord(
                                PERIOD,
                                model("gpt-5").with(Dimension.PROVIDER, "openai-eu"),
                                new Tokens(
                                    Map.of(
                                        TokenType.INPUT, 100_000L,
                                        TokenType.CACHE_READ, 900_000L)),
                                5L,
                                Map.of(),
                                new Cost.Estimated(Money.usd(237_500_000L)),
                                // 900,000 * (1.25 - 0.125) / 1e6 = 1.0125 USD
                                Savings.usd(1_012_500_000L, 0))))),
                List.of()));
  }

  /** The same million as Anthropic counts it: input excludes what was cached. */
  @Test
  void millionPromptTokensOfAnthropic_standBesideTheCachedOnes() {
    ReportedTokens reported =
        new ReportedTokens(
            Accounting.EXCLUSIVE,
            100_000L,
            null,
            900_000L,
            CacheWrites.NONE,
            0L,
            null,
            Modalities.NONE);

    // claude-opus-5: 100,000 * 5 / 1e6 + 900,000 * 0.5 / 1e6 = 0.5 + 0.45 = 0.95 USD
    assertThat(cost("anthropic", tokens("claude-opus-5", reported)))
        .isEqualTo(new Cost.Estimated(Money.usd(950_000_000L)));
  }

  @ParameterizedTest
  @CsvSource({
    // Anthropic counts cents: 123.45 / 100 = 1.2345 USD
    "123.45, CENTS, USD, 1234500000",
    "123.78912, CENTS, USD, 1237891200",
    "41280.000000, CENTS, USD, 412800000000",
    // OpenAI counts dollars: 1.2E-7 * 1e9 = 120
    "1.2E-7, MAJOR, usd, 120",
    "0.0613425, MAJOR, usd, 61342500",
    "12.50, MAJOR, usd, 12500000000",
    "-5.00, MAJOR, usd, -5000000000",
    "+.5, MAJOR, usd, 500000000",
    "' 1. ', MAJOR, ' Usd ', 1000000000",
    // half-even, once
    "0.0000000005, MAJOR, usd, 0",
    "0.0000000015, MAJOR, usd, 2",
    "0.00000015, CENTS, USD, 2",
    "1e-400, MAJOR, usd, 0",
    "0, MAJOR, usd, 0",
    // converted at the rate of the day: 1.08 * 1.10 has no part in it
    "100, MAJOR, eur, 110000000000",
    "0.01, CENTS, EUR, 110000",
  })
  void vendorsAmount_isExactInNanos(String amount, Unit unit, String currency, long nanos) {
    assertThat(cost("openai", billed(amount, unit, currency)))
        .isEqualTo(new Cost.Billed(Money.usd(nanos), new ReportedCost(amount, unit, currency)));
  }

  @Test
  void currencyRate_isTheOneOfThePeriodsDay() {
    ReportedBucket before =
        new ReportedBucket(
            "part",
            ReportedPeriod.day(DAY.minusDays(1), ZoneOffset.UTC),
            List.of(billed("100", Unit.MAJOR, "EUR")));
    assertThat(normaliser("openai").normalise(List.of(before)).buckets().get(0).records())
        .extracting(UsageRecord::cost)
        .containsExactly(
            new Cost.Billed(Money.usd("108"), new ReportedCost("100", Unit.MAJOR, "EUR")));
  }

  @Test
  void currencyWithoutARate_staysAsItIs() {
    assertThat(cost("openai", billed("110.00", Unit.MAJOR, "cny")))
        .isEqualTo(
            new Cost.Unconverted(
                Money.of(new BigDecimal("110"), "CNY"),
                new ReportedCost("110.00", Unit.MAJOR, "cny")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"NaN", "Infinity", "", " ", "1,5", "0x10", "1e99999", "12.5 USD", "--1", "١"})
  void amountThatIsNoNumber_isRejected(String amount) {
    assertThat(rejection(billed(amount, Unit.MAJOR, "usd")))
        .isEqualTo(
            new Rejection(
                "part",
                0,
                "cost.amount",
                amount,
                "must be a decimal number of at most 100 characters"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e308", "-1e308", "9223372037", "99999999999999999999"})
  void amountBeyondTheRange_isRejected(String amount) {
    assertThat(rejection(billed(amount, Unit.MAJOR, "usd")))
        .isEqualTo(new Rejection("part", 0, "cost.amount", amount, "must be within 9 billion USD"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "dollars", "U$D", "us"})
  void currencyThatIsNone_isRejected(String currency) {
    assertThat(rejection(billed("1", Unit.MAJOR, currency)))
        .extracting(Rejection::field)
        .isEqualTo("cost.currency");
  }

  @Test
  void goodRowsBesideABadOne_areKeptAndTheBucketIsIncomplete() {
    Normalised normalised =
        normalise(
            "openai",
            billed("1", Unit.MAJOR, "usd"),
            tokens("gpt-5", ReportedTokens.plain(-4L, 1L)),
            billed("2", Unit.MAJOR, "usd"));

    assertThat(normalised.buckets().get(0).complete()).isFalse();
    assertThat(normalised.buckets().get(0).records())
        .extracting(record -> record.cost().amount())
        .containsExactly(Money.usd("1"), Money.usd("2"));
    assertThat(normalised.rejections())
        .extracting(Rejection::toString)
        .containsExactly(
            "part row 1: tokens.input is '-4'; must be from 0 to 1000000000000000, the whole"
                + " bucket's");
  }

  @Test
  void bucketOfADayThatNeverWas_isRejectedAlone() {
    ReportedBucket never =
        new ReportedBucket(
            "part",
            ReportedPeriod.day(LocalDate.of(2011, 12, 30), ZoneId.of("Pacific/Apia")),
            List.of(billed("1", Unit.MAJOR, "usd")));
    ReportedBucket empty = new ReportedBucket("part", REPORTED, List.of());

    Normalised normalised = normaliser("openai").normalise(List.of(never, empty));

    assertThat(normalised.buckets())
        .containsExactly(new Normalised.Bucket("part", PERIOD, true, List.of()));
    assertThat(normalised.rejections())
        .extracting(Rejection::toString)
        .containsExactly(
            "part: period is '2011-12-30T00:00..2011-12-31T00:00 Pacific/Apia'; must end after it"
                + " starts, in a day that its zone has");
  }

  @Test
  void units_arePricedAndKeptWithoutZeros() {
    ReportedUsage row =
        new ReportedUsage(
            model("claude-opus-5"),
            ReportedTokens.plain(0L, 0L),
            null,
            Map.of("searches", "10.0", "images", "0"),
            null);
    // 10 * 10 / 1000 = 0.1 USD
    assertThat(normalise("anthropic", row).buckets().get(0).records())
        .containsExactly(
            new UsageRecord(
                PERIOD,
                model("claude-opus-5").with(Dimension.PROVIDER, "anthropic-eu"),
                Tokens.NONE,
                null,
                Map.of("searches", new BigDecimal("10")),
                new Cost.Estimated(Money.usd("0.1"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1e12", "0.0000000001", "NaN", "", "1e9999", "1e-9999"})
  void quantityThatCannotBe_isRejected(String quantity) {
    assertThat(rejection(units("seconds", quantity)))
        .extracting(Rejection::field, Rejection::value)
        .containsExactly("units.seconds", quantity);
  }

  @Test
  void negativeRequests_areRejected() {
    assertThat(rejection(new ReportedUsage(model("gpt-5"), null, -1L, Map.of(), null)))
        .extracting(Rejection::field)
        .isEqualTo("requests");
  }

  @Test
  void zeroTokens_costZeroButNothingMeasuredIsUnpriced() {
    assertThat(cost("openai", tokens("gpt-99", ReportedTokens.plain(0L, 0L))))
        .isEqualTo(new Cost.Estimated(Money.ZERO_USD));
    Cost unknown = new Cost.Unpriced("openai reports neither tokens nor units nor a cost");
    assertThat(cost("openai", onlyRequests(null))).isEqualTo(unknown);
    assertThat(cost("openai", onlyRequests(ReportedTokens.plain(null, null)))).isEqualTo(unknown);
  }

  private static ReportedUsage onlyRequests(@Nullable ReportedTokens tokens) {
    return new ReportedUsage(model("gpt-5"), tokens, 3L, Map.of(), null);
  }

  @Test
  void unknownModel_keepsItsTokensUnpriced() {
    Normalised normalised = normalise("openai", tokens("gpt-99", ReportedTokens.plain(7L, 3L)));
    UsageRecord row = normalised.buckets().get(0).records().get(0);
    assertThat(row.cost()).isEqualTo(new Cost.Unpriced("openai model 'gpt-99' has no price"));
    assertThat(row.unpricedTokens()).isEqualTo(10);
  }

  @Test
  void listPriceBeyondTheRange_isRejected() {
    // 1e15 output tokens of o1-pro at 600 USD a million are 6e11 USD
    assertThat(rejection(tokens("o1-pro", ReportedTokens.plain(0L, TokenSplit.MAX_TOKENS))))
        .extracting(Rejection::field)
        .isEqualTo("tokens");
  }

  @Test
  void reportedCost_winsOverTheListPrice() {
    ReportedCost own = new ReportedCost("0.5", Unit.MAJOR, "usd");
    ReportedUsage row =
        new ReportedUsage(
            model("gpt-5"), ReportedTokens.plain(1_000_000L, 0L), null, Map.of(), own);
    assertThat(cost("openai", row)).isEqualTo(new Cost.Billed(Money.usd("0.5"), own));
  }

  @Test
  void longVendorText_isCutAndOnOneLine() {
    String amount = "not\na number " + "x".repeat(500);
    assertThat(rejection(billed(amount, Unit.MAJOR, "usd")).value())
        .isEqualTo("not a number " + "x".repeat(47) + "...");
  }
}

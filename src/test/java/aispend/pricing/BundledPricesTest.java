// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.TokenType;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What must be true of every bundled price, so that a slip of the pen is found. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BundledPricesTest {
  private static final BigDecimal DEAREST = new BigDecimal("1000");

  private PriceSheet openai = PriceSheet.empty("openai");
  private PriceSheet anthropic = PriceSheet.empty("anthropic");

  /** A set of rates with where it stands, and the base rates of the same context class. */
  private record Rates(
      String place, String tier, Map<TokenType, BigDecimal> own, Map<TokenType, BigDecimal> base) {}

  @BeforeAll
  void read() throws IOException, PriceFileException {
    openai = sheet("openai.json");
    anthropic = sheet("anthropic.json");
  }

  private static PriceSheet sheet(String name) throws IOException, PriceFileException {
    try (InputStream json =
        Objects.requireNonNull(BundledPricesTest.class.getResourceAsStream("/prices/" + name))) {
      return new PriceSheetReader(name, Map.of()).read(json.readAllBytes()).get(0);
    }
  }

  @Test
  void bothVendors_areThereAsOfTheDayRead() {
    assertThat(openai.models()).hasSizeGreaterThan(100).containsKeys("gpt-5", "gpt-6.1-sol", "*");
    assertThat(anthropic.models()).hasSizeGreaterThan(15).containsKeys("claude-opus-5", "*");
    assertThat(PriceBook.bundled().readAt()).isEqualTo(Instant.parse("2026-11-21T00:00:00Z"));
  }

  @Test
  void noRate_isNegativeOrAboveAThousandDollarsAMillion() {
    assertThat(allRates()).isNotEmpty();
    for (Rates rates : allRates()) {
      assertThat(rates.own().values())
          .as(rates.place())
          .isNotEmpty()
          .allSatisfy(rate -> assertThat(rate).isBetween(BigDecimal.ZERO, DEAREST));
    }
  }

  @Test
  void batchAndFlex_areNeverDearerAndPriorityNeverCheaperThanTheBase() {
    for (Rates rates : allRates()) {
      rates
          .own()
          .forEach(
              (type, rate) -> {
                String place = rates.place() + " " + type;
                BigDecimal base = rates.base().get(type);
                assertThat(base).as(place).isNotNull();
                switch (rates.tier()) {
                  case "batch", "flex" -> assertThat(rate).as(place).isLessThanOrEqualTo(base);
                  case "priority", "ultrafast" ->
                      assertThat(rate).as(place).isGreaterThanOrEqualTo(base);
                  default -> assertThat(rates.tier()).isIn("standard", "long", "decisions");
                }
              });
    }
  }

  @Test
  void readingTheCache_isNeverDearerThanTheInputItself() {
    for (Rates rates : allRates()) {
      assertOrder(rates, TokenType.CACHE_READ, TokenType.INPUT);
      assertOrder(rates, TokenType.CACHE_READ_AUDIO, TokenType.INPUT_AUDIO);
      assertOrder(rates, TokenType.CACHE_READ_IMAGE, TokenType.INPUT_IMAGE);
      assertOrder(rates, TokenType.CACHE_WRITE, TokenType.CACHE_WRITE_LONG);
    }
  }

  private static void assertOrder(Rates rates, TokenType cheap, TokenType dear) {
    BigDecimal low = rates.own().get(cheap);
    BigDecimal high = rates.own().get(dear);
    if (low != null && high != null) {
      assertThat(low).as(rates.place() + " " + cheap).isLessThanOrEqualTo(high);
    }
  }

  @Test
  void longContext_isNeverCheaperThanUsualContext() {
    for (PriceSheet sheet : List.of(openai, anthropic)) {
      sheet
          .models()
          .forEach(
              (model, prices) ->
                  prices
                      .values()
                      .forEach(
                          price ->
                              price
                                  .tokens()
                                  .base()
                                  .longContext()
                                  .forEach(
                                      (type, rate) ->
                                          assertThat(rate)
                                              .as(model + " " + type)
                                              .isGreaterThanOrEqualTo(
                                                  price.tokens().base().standard().get(type)))));
    }
  }

  /** The multipliers of platform.claude.com "Pricing": 1.25, 2, 0.1 (later less), 0.5, us 1.1. */
  @Test
  void anthropicRates_followThePublishedMultipliers() {
    Set<String> cheaperReads = new TreeSet<>();
    for (Rates rates : rates(anthropic)) {
      BigDecimal input = Objects.requireNonNull(rates.own().get(TokenType.INPUT));
      assertThat(rates.own())
          .as(rates.place())
          .containsOnlyKeys(
              TokenType.INPUT,
              TokenType.CACHE_READ,
              TokenType.CACHE_WRITE,
              TokenType.CACHE_WRITE_LONG,
              TokenType.OUTPUT);
      assertRate(rates, TokenType.CACHE_WRITE, input.multiply(new BigDecimal("1.25")));
      assertRate(rates, TokenType.CACHE_WRITE_LONG, input.multiply(new BigDecimal("2")));
      BigDecimal read = Objects.requireNonNull(rates.own().get(TokenType.CACHE_READ));
      if (read.compareTo(input.multiply(new BigDecimal("0.1"))) != 0) {
        cheaperReads.add(rates.place().replaceAll(" .*", ""));
      }
      if (rates.tier().equals("batch")) {
        rates
            .own()
            .keySet()
            .forEach(
                type ->
                    assertRate(
                        rates,
                        type,
                        Objects.requireNonNull(rates.base().get(type))
                            .multiply(new BigDecimal("0.5"))));
      }
    }
    assertThat(cheaperReads)
        .containsExactly(
            "claude-fable-5-1", "claude-mythos-5-1", "claude-opus-5-5", "claude-sonnet-5-5");
  }

  private static void assertRate(Rates rates, TokenType type, BigDecimal expected) {
    assertThat(rates.own().get(type)).as(rates.place() + " " + type).isEqualByComparingTo(expected);
  }

  @Test
  void effectiveDates_areNotAfterTheDayRead() {
    for (PriceSheet sheet : List.of(openai, anthropic)) {
      sheet
          .models()
          .forEach(
              (model, prices) ->
                  assertThat(prices.lastKey()).as(model).isBetween(LocalDate.EPOCH, sheet.read()));
    }
  }

  @Test
  void aliases_leadToModelsWithPrices() {
    for (PriceSheet sheet : List.of(openai, anthropic)) {
      assertThat(sheet.models().keySet()).containsAll(sheet.aliases().values());
    }
  }

  private List<Rates> allRates() {
    List<Rates> all = rates(openai);
    all.addAll(rates(anthropic));
    return all;
  }

  private static List<Rates> rates(PriceSheet sheet) {
    List<Rates> all = new ArrayList<>();
    sheet
        .models()
        .forEach((model, prices) -> prices.values().forEach(p -> add(all, model, p.tokens())));
    return all;
  }

  private static void add(List<Rates> all, String model, RateCard card) {
    RateSet base = card.base();
    addSet(all, model, "standard", base, base);
    card.tiers().forEach((tier, set) -> addSet(all, model, tier, set, base));
    card.operations().forEach((operation, set) -> addSet(all, model, operation, set, base));
  }

  private static void addSet(
      List<Rates> all, String model, String tier, RateSet set, RateSet base) {
    if (!set.standard().isEmpty()) {
      all.add(new Rates(model + " " + tier, tier, set.standard(), base.standard()));
    }
    if (!set.longContext().isEmpty()) {
      all.add(new Rates(model + " long " + tier, tier, set.longContext(), base.longContext()));
    }
  }
}

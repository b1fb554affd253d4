// SPDX-License-Identifier: Apache-2.0
package aispend.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.ReportedBucket;
import aispend.model.ReportedCost;
import aispend.model.ReportedPeriod;
import aispend.model.ReportedTokens;
import aispend.model.ReportedUsage;
import aispend.pricing.PriceBook;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class NormaliserPropertiesTest {
  private static final ReportedPeriod DAY =
      ReportedPeriod.day(LocalDate.of(2026, 11, 20), ZoneOffset.UTC);
  private static final Normaliser NORMALISER =
      new Normaliser("openai", "openai", PriceBook.bundled(), CurrencyRates.NONE);

  private static ReportedUsage billed(long nanos) {
    return new ReportedUsage(
        Dimensions.NONE,
        null,
        null,
        Map.of(),
        new ReportedCost(BigDecimal.valueOf(nanos, 7).toString(), ReportedCost.Unit.CENTS, "USD"));
  }

  /** gpt-5-nano: 50 and 400 nanos a token. */
  private static ReportedUsage used(long input, long output) {
    return new ReportedUsage(
        Dimensions.of(Dimension.MODEL, "gpt-5-nano"),
        ReportedTokens.plain(input, output),
        1L,
        Map.of(),
        null);
  }

  private static ReportedBucket bucket(List<ReportedUsage> rows) {
    return new ReportedBucket("part", DAY, rows);
  }

  private static Money sum(List<ReportedBucket> buckets) {
    Normalised normalised = NORMALISER.normalise(buckets);
    assertThat(normalised.rejections()).isEmpty();
    return normalised.buckets().stream()
        .flatMap(bucket -> bucket.records().stream())
        .map(record -> Objects.requireNonNull(record.cost().amount()))
        .reduce(Money.ZERO_USD, Money::plus);
  }

  @Property(tries = 300)
  void orderAndSplittingOfRows_leaveTheSumOfBillsAlone(
      @ForAll @Size(max = 50)
          List<@LongRange(min = -1_000_000_000_000L, max = 1_000_000_000_000L) Long> nanos,
      @ForAll Random random) {
    List<ReportedUsage> rows = new ArrayList<>();
    for (long amount : nanos) {
      long part = amount / 3;
      rows.add(billed(part));
      rows.add(billed(amount - part));
    }
    Collections.shuffle(rows, random);
    int cut = random.nextInt(rows.size() + 1);

    assertThat(sum(List.of(bucket(rows.subList(0, cut)), bucket(rows.subList(cut, rows.size())))))
        .isEqualTo(Money.usd(nanos.stream().mapToLong(Long::longValue).sum()));
  }

  @Property(tries = 300)
  void orderAndSplittingOfRows_leaveTheSumOfListPricesAlone(
      @ForAll @Size(max = 50) List<@LongRange(min = 0, max = 1_000_000_000L) Long> tokens,
      @ForAll Random random) {
    List<ReportedUsage> rows = new ArrayList<>();
    for (long count : tokens) {
      long part = random.nextLong(count + 1);
      rows.add(used(part, count));
      rows.add(used(count - part, 0));
    }
    Collections.shuffle(rows, random);

    long all = tokens.stream().mapToLong(Long::longValue).sum();
    assertThat(sum(List.of(bucket(rows)))).isEqualTo(Money.usd(all * 50 + all * 400));
  }
}

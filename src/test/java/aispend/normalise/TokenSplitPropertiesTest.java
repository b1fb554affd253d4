// SPDX-License-Identifier: Apache-2.0
package aispend.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.ReportedTokens;
import aispend.model.ReportedTokens.Accounting;
import aispend.model.ReportedTokens.CacheWrites;
import aispend.model.ReportedTokens.Modalities;
import aispend.model.TokenType;
import aispend.model.Tokens;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class TokenSplitPropertiesTest {
  private static final Set<TokenType> OUTPUT_TYPES =
      Set.of(TokenType.OUTPUT, TokenType.REASONING, TokenType.OUTPUT_AUDIO, TokenType.OUTPUT_IMAGE);

  /** Fourteen small numbers that need not agree at all; null one time in five. */
  @Provide
  Arbitrary<ReportedTokens> anyTokens() {
    Arbitrary<Long> count = Arbitraries.longs().between(0, 20).injectNull(0.2);
    Arbitrary<CacheWrites> writes = Combinators.combine(count, count, count).as(CacheWrites::new);
    Arbitrary<Modalities> modalities =
        Combinators.combine(count, count, count, count, count, count).as(Modalities::new);
    return Combinators.combine(
            Arbitraries.of(Accounting.class), count, count, count, writes, count, count, modalities)
        .as(ReportedTokens::new);
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void outputTypes_addUpToTheReportedOutput(@ForAll("anyTokens") ReportedTokens reported)
      throws BadValueException {
    assertThat(sum(TokenSplit.of(reported), true)).isEqualTo(orZero(reported.output()));
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void inclusiveInputTypes_addUpToTheReportedInput(@ForAll("anyTokens") ReportedTokens any)
      throws BadValueException {
    ReportedTokens reported = with(any, Accounting.INCLUSIVE, orZero(any.input()));
    assertThat(sum(TokenSplit.of(reported), false)).isEqualTo(orZero(reported.input()));
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void exclusiveInputTypes_addUpToTheirParts(@ForAll("anyTokens") ReportedTokens any)
      throws BadValueException {
    ReportedTokens reported = with(any, Accounting.EXCLUSIVE, orZero(any.input()));
    CacheWrites writes = reported.cacheWrites();
    long told =
        writes.shortLived() == null
            ? Math.max(orZero(writes.total()), orZero(writes.longLived()))
            : writes.shortLived() + orZero(writes.longLived());
    assertThat(sum(TokenSplit.of(reported), false))
        .isEqualTo(orZero(reported.input()) + orZero(reported.cacheRead()) + told);
  }

  /** Numbers that agree come out as they went in, under each of the three meanings. */
  @Property
  void agreeingWrites_areTheSameUnderEveryMeaning(@ForAll("counts") List<Long> counts)
      throws BadValueException {
    long uncached = counts.get(0);
    long read = counts.get(1);
    long shortLived = counts.get(2);
    long longLived = counts.get(3);
    Tokens expected =
        new Tokens(
            Map.of(
                TokenType.INPUT, uncached,
                TokenType.CACHE_READ, read,
                TokenType.CACHE_WRITE, shortLived,
                TokenType.CACHE_WRITE_LONG, longLived));
    for (CacheWrites writes :
        List.of(
            new CacheWrites(shortLived + longLived, null, longLived),
            new CacheWrites(shortLived, null, longLived),
            new CacheWrites(shortLived + longLived, shortLived, longLived))) {
      ReportedTokens reported =
          new ReportedTokens(
              Accounting.INCLUSIVE,
              uncached + read + shortLived + longLived,
              uncached,
              read,
              writes,
              null,
              null,
              Modalities.NONE);
      assertThat(TokenSplit.of(reported)).as(writes.toString()).isEqualTo(expected);
    }
  }

  @Provide
  Arbitrary<List<Long>> counts() {
    return Arbitraries.longs().between(0, 1_000_000_000_000L / 4).list().ofSize(4);
  }

  private static ReportedTokens with(ReportedTokens any, Accounting accounting, long input) {
    return new ReportedTokens(
        accounting,
        input,
        any.uncachedInput(),
        any.cacheRead(),
        any.cacheWrites(),
        any.output(),
        any.reasoning(),
        any.modalities());
  }

  private static long sum(Tokens tokens, boolean output) {
    return tokens.counts().entrySet().stream()
        .filter(entry -> OUTPUT_TYPES.contains(entry.getKey()) == output)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static long orZero(@Nullable Long count) {
    return count == null ? 0 : count;
  }
}

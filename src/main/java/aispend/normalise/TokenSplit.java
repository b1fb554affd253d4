// SPDX-License-Identifier: Apache-2.0
package aispend.normalise;

import aispend.model.ReportedTokens;
import aispend.model.ReportedTokens.CacheWrites;
import aispend.model.ReportedTokens.Modalities;
import aispend.model.TokenType;
import aispend.model.Tokens;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes reported totals and parts apart into disjoint types. With {@code INCLUSIVE} accounting the
 * types add up to the reported totals exactly: parts larger than their whole are cut to it, and
 * what no part names is plain input or output. With {@code EXCLUSIVE} accounting each part counts
 * as it is.
 */
final class TokenSplit {
  /** More than any vendor serves in a bucket; a count beyond it is garbage. */
  static final long MAX_TOKENS = 1_000_000_000_000_000L;

  private final Map<TokenType, Long> counts = new EnumMap<>(TokenType.class);

  private TokenSplit() {}

  static Tokens of(ReportedTokens reported) throws BadValueException {
    check(reported);
    TokenSplit split = new TokenSplit();
    switch (reported.accounting()) {
      case INCLUSIVE -> split.takeInclusive(reported);
      case EXCLUSIVE -> split.takeExclusive(reported);
    }
    split.takeOutput(reported);
    return new Tokens(split.counts);
  }

  /** Whether the vendor counted anything, be it none. */
  static boolean saysAnything(ReportedTokens reported) {
    return reported.input() != null
        || reported.uncachedInput() != null
        || reported.cacheRead() != null
        || reported.output() != null
        || !reported.cacheWrites().equals(CacheWrites.NONE);
  }

  private void takeInclusive(ReportedTokens reported) {
    long cached = orZero(reported.cacheRead());
    if (reported.input() == null) {
      CacheWrites writes = reported.cacheWrites();
      takeInput(
          reported,
          orZero(reported.uncachedInput()),
          cached,
          shortWrites(writes),
          longWrites(writes));
      return;
    }
    Remainder input = new Remainder(reported.input());
    long read = input.take(cached);
    CacheWrites writes = writes(reported, input.left());
    long shortLived = input.take(orZero(writes.shortLived()));
    long longLived = input.take(orZero(writes.longLived()));
    takeInput(reported, input.left(), read, shortLived, longLived);
  }

  private void takeExclusive(ReportedTokens reported) {
    Long plain = reported.input() == null ? reported.uncachedInput() : reported.input();
    CacheWrites writes = reported.cacheWrites();
    takeInput(
        reported,
        orZero(plain),
        orZero(reported.cacheRead()),
        shortWrites(writes),
        longWrites(writes));
  }

  /**
   * OpenAI's writes by lifetime. Its total meant all writes, then only the short-lived ones, then
   * all again with both parts beside it; where the uncached rest is told, it settles the matter.
   *
   * @param notRead input that was not read from the cache
   */
  private static CacheWrites writes(ReportedTokens reported, long notRead) {
    CacheWrites told = reported.cacheWrites();
    Long uncached = reported.uncachedInput();
    if (told.shortLived() != null && told.longLived() != null) {
      return told;
    }
    if (uncached == null) {
      Long shortLived = told.shortLived() == null ? told.total() : told.shortLived();
      return new CacheWrites(told.total(), shortLived, told.longLived());
    }
    long all = Math.max(0, notRead - uncached);
    if (told.shortLived() != null) {
      long shortLived = Math.min(all, told.shortLived());
      return new CacheWrites(all, shortLived, all - shortLived);
    }
    long longLived = Math.min(all, orZero(told.longLived()));
    return new CacheWrites(all, all - longLived, longLived);
  }

  private void takeInput(
      ReportedTokens reported, long plain, long read, long shortLived, long longLived) {
    Modalities parts = reported.modalities();
    Remainder uncached = new Remainder(plain);
    put(TokenType.INPUT_AUDIO, uncached.take(orZero(parts.audioInput())));
    put(TokenType.INPUT_IMAGE, uncached.take(orZero(parts.imageInput())));
    put(TokenType.INPUT, uncached.left());
    Remainder cached = new Remainder(read);
    put(TokenType.CACHE_READ_AUDIO, cached.take(orZero(parts.cachedAudioInput())));
    put(TokenType.CACHE_READ_IMAGE, cached.take(orZero(parts.cachedImageInput())));
    put(TokenType.CACHE_READ, cached.left());
    put(TokenType.CACHE_WRITE, shortLived);
    put(TokenType.CACHE_WRITE_LONG, longLived);
  }

  private void takeOutput(ReportedTokens reported) {
    Modalities parts = reported.modalities();
    Remainder output = new Remainder(orZero(reported.output()));
    put(TokenType.OUTPUT_AUDIO, output.take(orZero(parts.audioOutput())));
    put(TokenType.OUTPUT_IMAGE, output.take(orZero(parts.imageOutput())));
    put(TokenType.REASONING, output.take(orZero(reported.reasoning())));
    put(TokenType.OUTPUT, output.left());
  }

  private void put(TokenType type, long count) {
    if (count != 0) {
      counts.put(type, count);
    }
  }

  private static long shortWrites(CacheWrites writes) {
    if (writes.shortLived() != null) {
      return writes.shortLived();
    }
    return Math.max(0, orZero(writes.total()) - orZero(writes.longLived()));
  }

  private static long longWrites(CacheWrites writes) {
    return orZero(writes.longLived());
  }

  private static void check(ReportedTokens reported) throws BadValueException {
    check("tokens.input", reported.input());
    check("tokens.uncached_input", reported.uncachedInput());
    check("tokens.cache_read", reported.cacheRead());
    check("tokens.cache_write", reported.cacheWrites().total());
    check("tokens.cache_write_short", reported.cacheWrites().shortLived());
    check("tokens.cache_write_long", reported.cacheWrites().longLived());
    check("tokens.output", reported.output());
    check("tokens.reasoning", reported.reasoning());
    Modalities parts = reported.modalities();
    check("tokens.input_audio", parts.audioInput());
    check("tokens.cache_read_audio", parts.cachedAudioInput());
    check("tokens.input_image", parts.imageInput());
    check("tokens.cache_read_image", parts.cachedImageInput());
    check("tokens.output_audio", parts.audioOutput());
    check("tokens.output_image", parts.imageOutput());
  }

  static void check(String field, @Nullable Long count) throws BadValueException {
    if (count != null && (count < 0 || count > MAX_TOKENS)) {
      throw new BadValueException(
          field, count.toString(), "must be from 0 to " + MAX_TOKENS + ", the whole bucket's");
    }
  }

  private static long orZero(@Nullable Long count) {
    return count == null ? 0 : count;
  }

  /** A whole from which parts are taken, never more than is left. */
  private static final class Remainder {
    private long left;

    Remainder(long whole) {
      this.left = whole;
    }

    long take(long part) {
      long taken = Math.min(part, left);
      left -= taken;
      return taken;
    }

    long left() {
      return left;
    }
  }
}

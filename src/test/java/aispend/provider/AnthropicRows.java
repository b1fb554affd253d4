// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.ReportedBucket;
import aispend.model.ReportedCost;
import aispend.model.ReportedCost.Unit;
import aispend.model.ReportedPeriod;
import aispend.model.ReportedTokens;
import aispend.model.ReportedTokens.Accounting;
import aispend.model.ReportedTokens.CacheWrites;
import aispend.model.ReportedTokens.Modalities;
import aispend.model.ReportedUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is expected of the fixtures, in few words. */
final class AnthropicRows {
  /** The usage that most fixtures hold. */
  static final Dimensions SEARCH =
      new Dimensions(
          Map.of(
              Dimension.PROJECT, "wrkspc_01Search",
              Dimension.KEY, "apikey_01Alpha",
              Dimension.MODEL, "claude-opus-5",
              Dimension.TIER, "standard",
              Dimension.CONTEXT, "0-200k",
              Dimension.OPERATION, "messages"));

  private AnthropicRows() {}

  static ReportedBucket hour(int hour, ReportedUsage... rows) {
    Instant start = AnthropicVendor.HOURS.start().plus(Duration.ofHours(hour));
    return new ReportedBucket(
        "messages", ReportedPeriod.of(start, start.plus(Duration.ofHours(1))), List.of(rows));
  }

  static ReportedBucket day(int day, ReportedUsage... rows) {
    Instant start = AnthropicVendor.DAYS.start().plus(Duration.ofDays(day));
    return new ReportedBucket(
        "costs", ReportedPeriod.of(start, start.plus(Duration.ofDays(1))), List.of(rows));
  }

  static ReportedUsage used(Dimensions dimensions, ReportedTokens tokens) {
    return new ReportedUsage(dimensions, tokens, null, Map.of(), null);
  }

  static ReportedUsage charged(Dimensions dimensions, String cents) {
    ReportedCost cost = new ReportedCost(cents, Unit.CENTS, "USD");
    return new ReportedUsage(dimensions, null, null, Map.of(), cost);
  }

  static ReportedTokens tokens(
      @Nullable Long uncached,
      @Nullable Long cacheRead,
      @Nullable Long minutes,
      @Nullable Long hours,
      @Nullable Long output) {
    return new ReportedTokens(
        Accounting.EXCLUSIVE,
        uncached,
        null,
        cacheRead,
        new CacheWrites(null, minutes, hours),
        output,
        null,
        Modalities.NONE);
  }
}

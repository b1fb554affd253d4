// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.model.ChargePeriod;
import aispend.model.Dimensions;
import aispend.model.ReportedBucket;
import aispend.model.ReportedCost;
import aispend.model.ReportedPeriod;
import aispend.model.ReportedTokens;
import aispend.model.ReportedUsage;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a report comes to, in the words of a test. */
final class Reported {
  private Reported() {}

  static ChargePeriod window(String start, String end) {
    return new ChargePeriod(Instant.parse(start), Instant.parse(end));
  }

  static ReportedBucket day(String part, String day, ReportedUsage... rows) {
    ReportedPeriod period = ReportedPeriod.day(LocalDate.parse(day), ZoneOffset.UTC);
    return new ReportedBucket(part, period, List.of(rows));
  }

  static ReportedBucket hour(String part, String start, ReportedUsage... rows) {
    Instant from = Instant.parse(start);
    ReportedPeriod period = ReportedPeriod.of(from, from.plus(Duration.ofHours(1)));
    return new ReportedBucket(part, period, List.of(rows));
  }

  /** A row with a cost in dollars. */
  static ReportedUsage usd(
      Dimensions dimensions,
      @Nullable ReportedTokens tokens,
      @Nullable Long requests,
      String amount) {
    return new ReportedUsage(dimensions, tokens, requests, Map.of(), usd(amount));
  }

  static ReportedCost usd(String amount) {
    return new ReportedCost(amount, ReportedCost.Unit.MAJOR, "USD");
  }

  static ReportedCost cents(String amount) {
    return new ReportedCost(amount, ReportedCost.Unit.CENTS, "USD");
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static aispend.provider.Reported.day;
import static aispend.provider.Reported.hour;
import static aispend.provider.Reported.usd;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.ReportedCost;
import aispend.model.ReportedTokens;
import aispend.model.ReportedTokens.Accounting;
import aispend.model.ReportedTokens.CacheWrites;
import aispend.model.ReportedTokens.Modalities;
import aispend.model.ReportedUsage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the fixtures of Amazon Bedrock come to, worked out by hand. */
final class AwsRows {
  static final String COSTS = "/";
  static final String METRICS = "/monitoring/eu-central-1";
  static final ChargePeriod TWO_DAYS =
      Reported.window("2026-11-19T00:00:00Z", "2026-11-21T00:00:00Z");
  static final ChargePeriod TWO_HOURS =
      Reported.window("2026-11-20T10:00:00Z", "2026-11-20T12:00:00Z");

  private AwsRows() {}

  static ProviderKit.Report costs() {
    return ProviderKit.Report.whole(
        "costs",
        "costs",
        COSTS,
        TWO_DAYS,
        Map.of(),
        Map.of(
            "normal",
                List.of(
                    day(
                        "costs",
                        "2026-11-19",
                        usd(inference("Claude Sonnet 5", "Input tokens"), null, null, "12.3456789"),
                        usd(inference("Claude Sonnet 5", "Output tokens"), null, null, "20.5")),
                    day(
                        "costs",
                        "2026-11-20",
                        usd(inference("Nova Pro", "Input tokens"), null, null, "0.0000314159"))),
            "decimals",
                List.of(
                    day(
                        "costs",
                        "2026-11-19",
                        usd(inference("a", "x"), null, null, "0.1234567890123"),
                        usd(inference("b", "x"), null, null, "1.50E-7"),
                        new ReportedUsage(
                            inference("c", "x"),
                            null,
                            null,
                            Map.of(),
                            new ReportedCost("-4.20", ReportedCost.Unit.MAJOR, "EUR")),
                        usd(inference("d", "x"), null, null, ""))),
            "unknown_things",
                List.of(
                    day(
                        "costs",
                        "2026-11-20",
                        usd(inference("Nonesuch $9", ""), null, null, "1.0"))),
            "outside_window", List.of(),
            "empty_bucket", List.of(day("costs", "2026-11-19"))));
  }

  static Dimensions inference(String model, String inferenceType) {
    return Dimensions.of(Dimension.MODEL, model).with(Dimension.LINE_ITEM, inferenceType);
  }

  static ProviderKit.Report usage() {
    return ProviderKit.Report.whole(
        "usage",
        "usage",
        METRICS,
        TWO_HOURS,
        Map.of(),
        Map.of(
            "normal",
                List.of(
                    hour(
                        "usage",
                        "2026-11-20T10:00:00Z",
                        tokens("anthropic.claude-sonnet-5-v1:0", 12_345L, 678L, 4L)),
                    hour(
                        "usage",
                        "2026-11-20T11:00:00Z",
                        tokens("amazon.nova-pro-v1:0", 99L, null, null),
                        tokens("anthropic.claude-sonnet-5-v1:0", 10L, null, 1L))),
            "unknown_things",
                List.of(
                    hour(
                        "usage",
                        "2026-11-20T10:00:00Z",
                        new ReportedUsage(
                            region("nonesuch.model-9"),
                            ReportedTokens.plain(null, null),
                            null,
                            Map.of("input", "unreadable: 1.5"),
                            null))),
            "outside_window", List.of(),
            "empty_bucket", List.of()));
  }

  static ReportedUsage tokens(
      String model, @Nullable Long input, @Nullable Long output, @Nullable Long calls) {
    return new ReportedUsage(
        region(model), ReportedTokens.plain(input, output), calls, Map.of(), null);
  }

  static ReportedUsage cached(
      String model, Accounting accounting, Long input, Long read, Long written) {
    ReportedTokens tokens =
        new ReportedTokens(
            accounting,
            input,
            null,
            read,
            new CacheWrites(written, null, null),
            null,
            null,
            Modalities.NONE);
    return new ReportedUsage(region(model), tokens, null, Map.of(), null);
  }

  static Dimensions region(String model) {
    return Dimensions.of(Dimension.MODEL, model).with(Dimension.REGION, "eu-central-1");
  }
}

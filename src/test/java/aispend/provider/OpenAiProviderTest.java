// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static aispend.provider.VendorServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Layer;
import aispend.model.ProviderException;
import aispend.model.ReportedBucket;
import aispend.model.ReportedCost;
import aispend.model.ReportedPeriod;
import aispend.model.ReportedTokens;
import aispend.model.ReportedTokens.Accounting;
import aispend.model.ReportedTokens.CacheWrites;
import aispend.model.ReportedTokens.Modalities;
import aispend.model.ReportedUsage;
import aispend.model.Source;
import aispend.model.Source.Timeliness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OpenAiProviderTest extends ProviderContract {
  private static final Instant START = Instant.parse("2026-11-20T00:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final String GPT = "gpt-5-2025-08-07";
  private static final String COSTS = "/v1/organization/costs";
  private static final String USAGE = "/v1/organization/usage/";

  private static final ReportedTokens TOKENS =
      new ReportedTokens(
          Accounting.INCLUSIVE,
          1000L,
          500L,
          400L,
          new CacheWrites(100L, 60L, 40L),
          300L,
          null,
          new Modalities(7L, 9L, 13L, 6L, 8L, 4L));

  @Override
  protected ProviderType type() {
    return OpenAiProvider.TYPE;
  }

  @Override
  protected String key() {
    return "sk-admin-Invented_0123456789abcdef";
  }

  @Override
  protected Map<String, String> credential() {
    return Map.of("authorization", "Bearer " + key());
  }

  @Override
  protected String emptyPage() {
    return "{\"object\":\"page\",\"data\":[],\"has_more\":false,\"next_page\":null}";
  }

  @Override
  protected String scope() {
    return "api.usage.read";
  }

  @Override
  protected List<Report> reports() {
    return List.of(completions(), costs());
  }

  private static Report completions() {
    return new Report(
        "usage",
        "completions",
        USAGE + "completions",
        new ChargePeriod(START, START.plus(HOUR.multipliedBy(4))),
        Map.of(
            "start_time", "1795132800",
            "end_time", "1795147200",
            "bucket_width", "1h",
            "limit", "4"),
        "page",
        completionCases(),
        List.of(hour(0, small()), hour(1, small(Dimension.USER, "user-9"))));
  }

  private static Map<String, List<ReportedBucket>> completionCases() {
    return Map.of(
        "normal",
        List.of(
            hour(
                0,
                full("standard", GPT, ""),
                full("batch", "gpt-5-mini-2025-08-07", ""),
                full("batch", GPT, "service_tier=flex"),
                full("priority", GPT, "api_source=agents_api")),
            hour(1)),
        "unknown_things",
        List.of(
            hour(
                0,
                small(Dimension.MODEL, "gpt-9-nobody-knows", Dimension.TIER, "warp"),
                small(Dimension.PROJECT, null, Dimension.MODEL, null))),
        "outside_window",
        List.of(hour(0, small())),
        "empty_bucket",
        List.of(hour(0)),
        "cut_short",
        List.of(hour(3, small())),
        "more_false_with_cursor",
        List.of(hour(0, small())),
        "numbers_as_text",
        List.of(hour(0, small())),
        "bucket_in_two_pieces",
        List.of(hour(0, small(), small(Dimension.USER, "user-9"))),
        "broken_rows",
        List.of(
            hour(
                0,
                broken(null, null, 1L, "input_tokens", "many", "output_tokens", "OBJECT"),
                broken(-5L, 3L, null, "num_model_requests", "1E+308"),
                new ReportedUsage(
                    Dimensions.of(Dimension.OPERATION, "completions"),
                    tokens(null, null),
                    null,
                    Map.of("row", "unreadable: not a row"),
                    null),
                broken(null, null, 1L))));
  }

  private static Report costs() {
    return new Report(
        "costs",
        "costs",
        COSTS,
        new ChargePeriod(START, START.plus(DAY.multipliedBy(2))),
        Map.of(
            "start_time", "1795132800",
            "end_time", "1795305600",
            "bucket_width", "1d",
            "limit", "2"),
        "page",
        costCases(),
        List.of(day(0, cost("1")), day(1, cost("2"))));
  }

  private static Map<String, List<ReportedBucket>> costCases() {
    ReportedUsage storage =
        new ReportedUsage(
            Dimensions.of(Dimension.LINE_ITEM, "Vector storage"),
            null,
            null,
            Map.of(),
            dollars("1.5"));
    return Map.of(
        "normal",
        List.of(day(0, with(cost("0.0613425"), Dimension.KEY, "key_b2"), storage), day(1)),
        "unknown_things",
        List.of(day(0, costOf("a thing of tomorrow, per wish", null, dollars("2")))),
        "outside_window",
        List.of(day(0, cost("1"))),
        "empty_bucket",
        List.of(day(0)),
        "missing_amount",
        List.of(
            day(
                0,
                costOf("no amount", null, null),
                costOf("no value", null, null),
                costOf("no currency", null, dollars("1")),
                costOf("an object", null, dollars("unreadable: OBJECT")),
                costOf("null", null, null))),
        "decimals",
        List.of(day(0, decimals())));
  }

  private static ReportedUsage[] decimals() {
    List<String> amounts =
        List.of(
            "0.061342512345678901234567890123456789",
            "12.50",
            "1.2E-7",
            "-3.10",
            "1E+308",
            "NaN",
            "NaN",
            "100.00",
            "0.1");
    List<ReportedUsage> rows = new ArrayList<>();
    for (String amount : amounts) {
      rows.add(costOf(GPT + ", kind " + rows.size(), GPT, dollars(amount)));
    }
    return rows.toArray(ReportedUsage[]::new);
  }

  private static ReportedBucket hour(int hour, ReportedUsage... rows) {
    return bucket("completions", START.plus(HOUR.multipliedBy(hour)), HOUR, rows);
  }

  private static ReportedBucket day(int day, ReportedUsage... rows) {
    return bucket("costs", START.plus(DAY.multipliedBy(day)), DAY, rows);
  }

  private static ReportedBucket bucket(
      String part, Instant start, Duration width, ReportedUsage... rows) {
    return new ReportedBucket(part, ReportedPeriod.of(start, start.plus(width)), List.of(rows));
  }

  private static ReportedUsage full(String tier, String model, String variant) {
    Dimensions dimensions =
        who("completions", model).with(Dimension.TIER, tier).with(Dimension.VARIANT, variant);
    return new ReportedUsage(dimensions, TOKENS, 5L, Map.of(), null);
  }

  private static Dimensions who(String operation, @Nullable String model) {
    return Dimensions.of(Dimension.PROJECT, "proj_a1")
        .with(Dimension.USER, "user-9")
        .with(Dimension.KEY, "key_b2")
        .with(Dimension.MODEL, model)
        .with(Dimension.OPERATION, operation);
  }

  private static Dimensions smallDimensions() {
    return Dimensions.of(Dimension.PROJECT, "proj_a1")
        .with(Dimension.MODEL, GPT)
        .with(Dimension.OPERATION, "completions");
  }

  private static ReportedUsage small() {
    return new ReportedUsage(smallDimensions(), tokens(10L, 3L), 1L, Map.of(), null);
  }

  private static ReportedUsage small(Dimension dimension, @Nullable String value) {
    return with(small(), dimension, value);
  }

  private static ReportedUsage small(
      Dimension one, @Nullable String value, Dimension other, @Nullable String otherValue) {
    return with(with(small(), one, value), other, otherValue);
  }

  private static ReportedUsage broken(
      @Nullable Long input, @Nullable Long output, @Nullable Long requests, String... unreadable) {
    Map<String, String> units = new HashMap<>();
    for (int i = 0; i < unreadable.length; i += 2) {
      units.put(unreadable[i], "unreadable: " + unreadable[i + 1]);
    }
    return new ReportedUsage(smallDimensions(), tokens(input, output), requests, units, null);
  }

  private static ReportedUsage with(
      ReportedUsage row, Dimension dimension, @Nullable String value) {
    return new ReportedUsage(
        row.dimensions().with(dimension, value),
        row.tokens(),
        row.requests(),
        row.units(),
        row.cost());
  }

  private static ReportedTokens tokens(@Nullable Long input, @Nullable Long output) {
    return ReportedTokens.plain(input, output);
  }

  private static ReportedUsage cost(String amount) {
    return costOf(GPT + ", input", GPT, dollars(amount));
  }

  private static ReportedUsage costOf(
      String lineItem, @Nullable String model, @Nullable ReportedCost cost) {
    Dimensions dimensions =
        Dimensions.of(Dimension.PROJECT, "proj_a1")
            .with(Dimension.LINE_ITEM, lineItem)
            .with(Dimension.MODEL, model);
    return new ReportedUsage(dimensions, null, null, Map.of(), cost);
  }

  private static ReportedCost dollars(String amount) {
    return new ReportedCost(amount, ReportedCost.Unit.MAJOR, "usd");
  }

  @Test
  void sources_areHourlyUsageAndDailyCosts() {
    assertThat(provider().sources())
        .containsExactly(
            new Source(
                "mine:usage",
                "mine",
                Layer.METERED,
                Timeliness.HOURLY,
                HOUR,
                Duration.ofDays(7),
                Duration.ofDays(3),
                Duration.ofDays(2)),
            new Source(
                "mine:costs",
                "mine",
                Layer.BILLED,
                Timeliness.DAILY,
                DAY,
                Duration.ofDays(31),
                Duration.ofDays(7),
                Duration.ofDays(2)));
  }

  @Test
  void check_asksForOneDayOfUsage() throws Exception {
    provider().check();

    assertThat(vendor().requests().get(0).getTarget())
        .isEqualTo(USAGE + "completions?start_time=1795219200&bucket_width=1d&limit=1");
  }

  @Test
  void check_foreignServer_isBadResponse() {
    vendor().always(json("{\"hello\":\"world\"}"));

    assertThatThrownBy(() -> provider().check())
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("base_url");
  }
}

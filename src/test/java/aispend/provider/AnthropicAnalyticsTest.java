// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.ReportedBucket;
import aispend.model.ReportedTokens;
import aispend.model.ReportedUsage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Anthropic with the newer API. */
final class AnthropicAnalyticsTest extends AnthropicContract {
  private static final Dimensions SEARCH = AnthropicRows.SEARCH;

  private static final Dimensions OUTPUT =
      SEARCH.with(Dimension.OPERATION, "tokens").with(Dimension.VARIANT, "output_tokens");

  private static final Dimensions INPUT = OUTPUT.with(Dimension.VARIANT, "uncached_input_tokens");

  @Override
  protected Map<String, String> options() {
    return Map.of("api", "analytics");
  }

  @Override
  protected List<Report> reports() {
    return List.of(usage(), costs());
  }

  @Override
  protected String emptyPage() {
    return AnthropicVendor.read("analytics_empty.json");
  }

  private static Report usage() {
    ReportedUsage first =
        new ReportedUsage(
            SEARCH,
            AnthropicRows.tokens(1500L, 200L, 500L, 1000L, 700L),
            12L,
            Map.of("searches", "10"),
            null);
    Dimensions batch =
        SEARCH.with(Dimension.TIER, "batch").with(Dimension.PROJECT, "wrkspc_01Default");
    Dimensions odd =
        SEARCH.with(Dimension.MODEL, "claude-nonesuch-9").with(Dimension.TIER, "glacial");
    return new Report(
        "usage",
        "analytics_usage",
        "/v1/organizations/analytics/usage",
        AnthropicVendor.HOURS,
        Map.of(
            "starting_at", "2026-11-20T00:00:00Z",
            "ending_at", "2026-11-20T04:00:00Z",
            "time_bucket_width", "1h",
            "order_by", "time",
            "limit", "1000"),
        "page",
        Map.of(
            "normal",
            // The second hour was over when the data was refreshed, so it is told of as empty.
            List.of(
                AnthropicRows.hour(0, first),
                AnthropicRows.hour(1),
                AnthropicRows.hour(2, used(batch, 90, 30, 2))),
            "unknown_things",
            List.of(AnthropicRows.hour(1, used(odd, 5, 6, 1))),
            "outside_window",
            List.of(),
            "empty_bucket",
            List.of(AnthropicRows.hour(0))),
        List.of(
            AnthropicRows.hour(
                0,
                used(SEARCH, 10, 1, 1),
                used(SEARCH.with(Dimension.MODEL, "claude-haiku-5"), 20, 2, 1))));
  }

  private static Report costs() {
    Dimensions webSearch =
        Dimensions.of(Dimension.PROJECT, "wrkspc_01Search").with(Dimension.OPERATION, "web_search");
    Dimensions odd = OUTPUT.with(Dimension.OPERATION, "dreams").with(Dimension.VARIANT, "rem");
    return new Report(
        "costs",
        "analytics_costs",
        "/v1/organizations/analytics/cost",
        AnthropicVendor.DAYS,
        Map.of(
            "starting_at", "2026-11-18T00:00:00Z",
            "ending_at", "2026-11-21T00:00:00Z",
            "time_bucket_width", "1d"),
        "page",
        Map.of(
            "normal",
            List.of(
                AnthropicRows.day(0, AnthropicRows.charged(OUTPUT, "41280.000000")),
                AnthropicRows.day(1),
                AnthropicRows.day(2, AnthropicRows.charged(webSearch, "-1.5"))),
            "decimals",
            List.of(
                AnthropicRows.day(
                    0,
                    AnthropicRows.charged(OUTPUT, "0.000000123456789"),
                    AnthropicRows.charged(INPUT, "123.78912"))),
            "unknown_things",
            List.of(AnthropicRows.day(1, AnthropicRows.charged(odd, "7"))),
            "outside_window",
            List.of(),
            "empty_bucket",
            List.of(AnthropicRows.day(0))),
        List.of(
            AnthropicRows.day(
                0, AnthropicRows.charged(OUTPUT, "1"), AnthropicRows.charged(INPUT, "2"))));
  }

  private static ReportedUsage used(Dimensions dimensions, long input, long output, long calls) {
    ReportedTokens tokens = AnthropicRows.tokens(input, 0L, 0L, 0L, output);
    return new ReportedUsage(dimensions, tokens, calls, Map.of(), null);
  }

  @Test
  void refreshUnderTheCursor_beginsAgainAndCountsNothingTwice() throws Exception {
    Report report = usage();
    vendor()
        .script(
            report.path(),
            file("analytics_usage_two_pages_1.json"),
            file(410, "analytics_gone_410.json"),
            file("analytics_usage_two_pages_1.json"),
            file("analytics_usage_two_pages_2.json"));

    assertThat(fetch(provider(), report)).isEqualTo(report.twoPages());
  }

  @Test
  void daysTheVendorDoesNotKeep_areNotAskedFor() throws Exception {
    Provider provider = provider();
    ChargePeriod old = Reported.window("2025-12-30T00:00:00Z", "2026-01-01T00:00:00Z");
    ChargePeriod half = Reported.window("2025-12-30T00:00:00Z", "2026-01-03T00:00:00Z");

    assertThat(provider.fetch(provider.sources().get(1), old)).isEmpty();
    assertThat(vendor().requests()).isEmpty();
    List<ReportedBucket> none = provider.fetch(provider.sources().get(1), half);
    assertThat(none).isEmpty();
    assertThat(vendor().urls(costs().path()).get(0).queryParameter("starting_at"))
        .isEqualTo("2026-01-01T00:00:00Z");
  }

  @Test
  void groupingOfRoles_isRefusedAsTheyOverlap() {
    assertThatThrownBy(
            () -> provider(Map.of("api", "analytics", "group_by", "model,rbac_group_id")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("options.group_by", "rbac_group_id", "actor");
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static aispend.provider.AnthropicRows.SEARCH;
import static aispend.provider.AnthropicRows.hour;
import static aispend.provider.AnthropicRows.tokens;
import static aispend.provider.AnthropicRows.used;
import static aispend.provider.AnthropicVendor.HOURS;
import static aispend.provider.AnthropicVendor.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.model.ReportedBucket;
import aispend.model.ReportedUsage;
import java.util.List;
import java.util.Map;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

final class AnthropicUsageTest {
  @AutoClose private final AnthropicVendor vendor = new AnthropicVendor();

  @Test
  void question_asksForWholeWindowSplitByFive() throws Exception {
    vendor.usage("usage_two_pages_1.json", "usage_two_pages_2.json");

    RecordedRequest first = vendor.requests().get(0);
    RecordedRequest second = vendor.requests().get(1);
    assertThat(first.getUrl().encodedPath()).isEqualTo("/v1/organizations/usage_report/messages");
    assertThat(first.getUrl().queryParameter("starting_at")).isEqualTo("2026-11-20T00:00:00Z");
    assertThat(first.getUrl().queryParameter("ending_at")).isEqualTo("2026-11-20T04:00:00Z");
    assertThat(first.getUrl().queryParameter("bucket_width")).isEqualTo("1h");
    assertThat(first.getUrl().queryParameter("limit")).isEqualTo("168");
    assertThat(first.getUrl().queryParameterValues("group_by[]"))
        .containsExactly("workspace_id", "api_key_id", "model", "service_tier", "context_window");
    assertThat(first.getUrl().queryParameter("page")).isNull();
    assertThat(second.getUrl())
        .isEqualTo(
            first
                .getUrl()
                .newBuilder()
                .addQueryParameter("page", "page_MjAyNi0xMS0yMFQwMjowMDowMFo=")
                .build());
  }

  @Test
  void headers_carryKeyAndPinnedVersionOnly() throws Exception {
    vendor.usage("empty.json");

    RecordedRequest request = vendor.requests().get(0);
    assertThat(request.getHeaders().get("x-api-key")).isEqualTo(AnthropicVendor.KEY);
    assertThat(request.getHeaders().get("anthropic-version")).isEqualTo("2023-06-01");
    assertThat(request.getHeaders().get("anthropic-beta")).isNull();
    assertThat(request.getHeaders().get("User-Agent")).isEqualTo("aispend/test");
    assertThat(request.getUrl().toString()).doesNotContain(AnthropicVendor.KEY);
  }

  @Test
  void otherGrouping_fillsItsDimensionsAndSendsBeta() throws Exception {
    vendor.answers("usage_other_grouping.json");
    Provider provider =
        vendor.provider(
            Map.of("group_by", "model, inference_geo,speed,account_id,service_account_id"));

    List<ReportedUsage> rows = rows(provider.fetch(provider.sources().get(0), HOURS));

    Dimensions opus =
        Dimensions.of(Dimension.MODEL, "claude-opus-5").with(Dimension.OPERATION, "messages");
    assertThat(rows)
        .extracting(ReportedUsage::dimensions)
        .containsExactly(
            opus.with(Dimension.USER, "user_01Ada").with(Dimension.VARIANT, "fast"),
            opus.with(Dimension.USER, "svac_01Nightly")
                .with(Dimension.VARIANT, "standard")
                .with(Dimension.REGION, "us"),
            opus.with(Dimension.REGION, "global"));
    RecordedRequest request = vendor.requests().get(0);
    assertThat(request.getHeaders().get("anthropic-beta")).isEqualTo("fast-mode-2026-02-01");
    assertThat(request.getUrl().queryParameterValues("group_by[]"))
        .containsExactly("model", "inference_geo", "speed", "account_id", "service_account_id");
  }

  @Test
  void growingAndShrinkingHour_keepsItsIdentity() throws Exception {
    List<ReportedBucket> first = vendor.usage("usage_hour_4000.json");
    List<ReportedBucket> grown = vendor.usage("usage_hour_10000.json");
    List<ReportedBucket> shrunk = vendor.usage("usage_hour_9500.json");

    assertThat(first).containsExactly(hour(0, used(SEARCH, tokens(4000L, 0L, 0L, 0L, 1L))));
    assertThat(grown).containsExactly(hour(0, used(SEARCH, tokens(10000L, 0L, 0L, 0L, 1L))));
    assertThat(shrunk).containsExactly(hour(0, used(SEARCH, tokens(9500L, 0L, 0L, 0L, 1L))));
  }

  @Test
  void bucketOverTwoPages_isOneBucket() throws Exception {
    List<ReportedBucket> buckets =
        vendor.usage("usage_bucket_goes_on_1.json", "usage_bucket_goes_on_2.json");

    assertThat(buckets)
        .containsExactly(
            hour(
                0,
                used(SEARCH, tokens(1L, null, null, null, null)),
                used(SEARCH.with(Dimension.TIER, "batch"), tokens(2L, null, null, null, null))));
  }

  @Test
  void bucketOfOtherWidth_isRefused() {
    assertThatThrownBy(() -> vendor.usage("usage_day_bucket.json"))
        .isInstanceOfSatisfying(
            ProviderException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BAD_RESPONSE))
        .hasMessageContaining("a bucket is 2026-11-20T00:00:00Z..2026-11-21T00:00:00Z, not 1h");
  }

  @Test
  void unreadableFields_costTheirRowOnly() throws Exception {
    List<ReportedUsage> rows = rows(vendor.usage("usage_broken_rows.json"));

    assertThat(rows)
        .extracting(ReportedUsage::units)
        .containsExactly(
            Map.of("output_tokens", "unreadable: 1.5"),
            Map.of("uncached_input_tokens", "unreadable: many"),
            Map.of("cache_creation.ephemeral_5m_input_tokens", "unreadable: true"),
            Map.of("cache_creation", "unreadable: 18446744073709551614"),
            Map.of("server_tool_use.web_search_requests", "unreadable: 1E+308"),
            Map.of("workspace_id", "unreadable: OBJECT"),
            Map.of("row", "unreadable: no row"),
            Map.of());
    assertThat(rows.get(7)).isEqualTo(used(SEARCH, tokens(1L, 2L, null, null, 3L)));
  }

  @Test
  void bucketWithoutATime_isRefused() {
    assertThatThrownBy(() -> vendor.usage("usage_bucket_without_time.json"))
        .isInstanceOfSatisfying(
            ProviderException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BAD_RESPONSE))
        .hasMessageContaining("a bucket has the starting_at 'yesterday'");
  }

  @Test
  void tooManyDimensions_saysWhichOption() {
    vendor.answers(400, "refused_400_group_by.json");

    assertThatThrownBy(vendor::usage)
        .isInstanceOfSatisfying(
            ProviderException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BAD_RESPONSE))
        .hasMessageEndingWith(
            "Cannot specify more than 5 group_by[] dimensions.; name fewer in options.group_by");
  }
}

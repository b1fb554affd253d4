// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static aispend.provider.VendorServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aispend.http.CapturedLog;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.model.ReportedBucket;
import aispend.model.ReportedPeriod;
import aispend.model.ReportedTokens;
import aispend.model.ReportedUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiReportTest {
  private static final ReportedPeriod FIRST_HOUR =
      ReportedPeriod.of(
          Instant.parse("2026-11-20T00:00:00Z"), Instant.parse("2026-11-20T01:00:00Z"));
  private static final String GPT = "gpt-5-2025-08-07";
  private static final String COSTS = "/v1/organization/costs";
  private static final String USAGE = "/v1/organization/usage/";

  private final OpenAiVendor vendor = new OpenAiVendor();

  @AfterEach
  void stop() {
    vendor.close();
  }

  private static Dimensions who(String operation, String model) {
    return Dimensions.of(Dimension.PROJECT, "proj_a1")
        .with(Dimension.USER, "user-9")
        .with(Dimension.KEY, "key_b2")
        .with(Dimension.MODEL, model)
        .with(Dimension.OPERATION, operation);
  }

  private static ReportedTokens tokens(@Nullable Long input, @Nullable Long output) {
    return ReportedTokens.plain(input, output);
  }

  static Stream<Arguments> otherEndpoints() {
    Dimensions search =
        Dimensions.of(Dimension.PROJECT, "proj_a1")
            .with(Dimension.USER, "user-9")
            .with(Dimension.KEY, "key_b2");
    Dimensions project = Dimensions.of(Dimension.PROJECT, "proj_a1");
    return Stream.of(
        row("embeddings", who("embeddings", "text-embedding-3-small"), tokens(16L, null), 2L),
        row("moderations", who("moderations", "omni-moderation-latest"), tokens(17L, null), 2L),
        row(
            "images",
            who("images", "gpt-image-1")
                .with(Dimension.VARIANT, "size=1024x1024,source=image.generation"),
            null,
            2L,
            "images",
            "3"),
        row("audio_speeches", who("audio_speeches", "tts-1"), null, 2L, "characters", "45"),
        row(
            "audio_transcriptions",
            who("audio_transcriptions", "whisper-1"),
            null,
            2L,
            "seconds",
            "20"),
        row("vector_stores", project.with(Dimension.OPERATION, "vector_stores"), null, null),
        row(
            "code_interpreter_sessions",
            project.with(Dimension.OPERATION, "code_interpreter_sessions"),
            null,
            null,
            "sessions",
            "4"),
        row(
            "file_search_calls",
            search
                .with(Dimension.OPERATION, "file_search_calls")
                .with(Dimension.VARIANT, "vector_store_id=vs_1"),
            null,
            null,
            "searches",
            "6"),
        row(
            "web_search_calls",
            who("web_search_calls", GPT).with(Dimension.VARIANT, "context_level=high"),
            null,
            null,
            "searches",
            "7"),
        row("decisions", who("decisions", GPT).with(Dimension.TIER, "flex"), tokens(8L, 2L), 1L));
  }

  private static Arguments row(
      String endpoint,
      Dimensions dimensions,
      @Nullable ReportedTokens tokens,
      @Nullable Long requests,
      String... unit) {
    Map<String, String> units = unit.length == 0 ? Map.of() : Map.of(unit[0], unit[1]);
    return Arguments.of(endpoint, new ReportedUsage(dimensions, tokens, requests, units, null));
  }

  @ParameterizedTest
  @MethodSource("otherEndpoints")
  void otherEndpoint_isReadAsAPartOfItsOwn(String endpoint, ReportedUsage expected)
      throws Exception {
    vendor.server().script(USAGE + endpoint, OpenAiVendor.file("usage_" + endpoint + ".json"));

    assertThat(vendor.usage(vendor.provider()))
        .containsExactly(new ReportedBucket(endpoint, FIRST_HOUR, List.of(expected)));
  }

  @Test
  void usage_asksEveryEndpointWithAllItsGroups() throws Exception {
    vendor.usage(vendor.provider());

    assertThat(vendor.server().requests())
        .extracting(
            request ->
                request.getUrl().pathSegments().get(3)
                    + " "
                    + String.join(" ", request.getUrl().queryParameterValues("group_by[]")))
        .containsExactly(
            "completions project_id user_id api_key_id model batch service_tier",
            "embeddings project_id user_id api_key_id model",
            "moderations project_id user_id api_key_id model",
            "images project_id user_id api_key_id model size source",
            "audio_speeches project_id user_id api_key_id model",
            "audio_transcriptions project_id user_id api_key_id model",
            "vector_stores project_id",
            "code_interpreter_sessions project_id",
            "file_search_calls project_id user_id api_key_id vector_store_id",
            "web_search_calls project_id user_id api_key_id model context_level",
            "decisions project_id user_id api_key_id model batch service_tier");
    assertThat(vendor.server().requests().get(0).getTarget())
        .contains("group_by%5B%5D=project_id&group_by%5B%5D=user_id");
  }

  @Test
  void options_chooseEndpointsStyleAndSource() throws Exception {
    Map<String, String> options =
        Map.of(
            "endpoints", "web_search_calls", "array_style", "bare", "group_by_api_source", "true");

    vendor.usage(vendor.provider(options));

    assertThat(vendor.server().requests()).hasSize(1);
    assertThat(vendor.server().requests().get(0).getTarget())
        .startsWith(USAGE + "web_search_calls?")
        .endsWith(
            "&group_by=project_id&group_by=user_id&group_by=api_key_id&group_by=model"
                + "&group_by=context_level&group_by=api_source");
  }

  @Test
  void optionalReportNotFound_isNotAskedAgain() throws Exception {
    vendor.server().script(USAGE + "decisions", json(404, "{}"));
    Provider provider = vendor.provider();

    try (CapturedLog log = new CapturedLog()) {
      vendor.usage(provider);
      vendor.usage(provider);

      assertThat(log.lines()).filteredOn(line -> line.contains("report=decisions")).hasSize(1);
    }
    assertThat(vendor.server().urls(USAGE + "decisions")).hasSize(1);
    assertThat(vendor.server().urls(USAGE + "completions")).hasSize(2);
  }

  @Test
  void mainReportNotFound_isAnError() {
    vendor.server().script(USAGE + "completions", json(404, "{}"));

    ProviderException failure =
        catchThrowableOfType(ProviderException.class, () -> vendor.usage(vendor.provider()));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(failure.status()).hasValue(404);
  }

  @Test
  void keyGroupingRefused_fallsBackAndRemembers() throws Exception {
    vendor
        .server()
        .script(
            COSTS,
            OpenAiVendor.file("refused_grouping_400.json").newBuilder().code(400).build(),
            OpenAiVendor.file("costs_normal.json"),
            OpenAiVendor.file("costs_normal.json"));
    Provider provider = vendor.provider();

    List<ReportedBucket> costs = vendor.costs(provider);

    assertThat(costs).isNotEmpty().isEqualTo(vendor.costs(provider));
    assertThat(vendor.server().urls(COSTS))
        .extracting(url -> url.queryParameterValues("group_by[]"))
        .containsExactly(
            List.of("project_id", "line_item", "api_key_id"),
            List.of("project_id", "line_item"),
            List.of("project_id", "line_item"));
  }

  @Test
  void userGroupingRefused_keepsKeys() throws Exception {
    vendor
        .server()
        .script(
            COSTS,
            OpenAiVendor.file("refused_grouping_400.json").newBuilder().code(400).build(),
            OpenAiVendor.file("costs_normal.json"));

    vendor.costs(vendor.provider(Map.of("group_by_user", "true")));

    assertThat(vendor.server().urls(COSTS))
        .extracting(url -> url.queryParameterValues("group_by[]"))
        .containsExactly(
            List.of("project_id", "line_item", "api_key_id", "user_id"),
            List.of("project_id", "line_item", "api_key_id"));
  }

  @Test
  void everyGroupingRefused_isBadResponseAndAskedAfreshNextTime() {
    vendor.server().always(json(400, "{\"error\":{\"message\":\"start_time is too old\"}}"));
    Provider provider = vendor.provider();

    for (int i = 0; i < 2; i++) {
      ProviderException failure =
          catchThrowableOfType(ProviderException.class, () -> vendor.costs(provider));
      assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
      assertThat(failure).hasMessageContaining("start_time is too old");
    }
    assertThat(vendor.server().urls(COSTS))
        .extracting(url -> url.queryParameterValues("group_by[]").size())
        .containsExactly(3, 2, 3, 2);
  }

  @Test
  void costsWithoutKeys_asksOnceAsConfigured() throws Exception {
    vendor.costs(vendor.provider(Map.of("group_by_api_key", "false")));

    assertThat(vendor.server().urls(COSTS))
        .extracting(url -> url.queryParameterValues("group_by[]"))
        .containsExactly(List.of("project_id", "line_item"));
  }

  @Test
  void refusedFurtherPage_changesNoGrouping() {
    vendor
        .server()
        .script(
            COSTS,
            OpenAiVendor.file("costs_two_pages_1.json"),
            json(400, "{}"),
            OpenAiVendor.file("costs_normal.json"));
    Provider provider = vendor.provider();

    assertThatThrownBy(() -> vendor.costs(provider))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("a further page");
    assertThat(vendor.server().urls(COSTS)).hasSize(2);
  }

  @Test
  void silent429_waitsTheConfiguredFloor() throws Exception {
    vendor.server().script(COSTS, json(429, "{}"), OpenAiVendor.file("costs_normal.json"));
    vendor.costs(vendor.provider());
    vendor.server().script(COSTS, json(429, "{}"), OpenAiVendor.file("costs_normal.json"));
    vendor.costs(vendor.provider(Map.of("min_seconds_after_429", "5")));

    assertThat(vendor.pause().waits())
        .containsExactly(Duration.ofSeconds(60), Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"start_time\":1795132800}",
        "{\"start_time\":1795132800,\"end_time\":1795132800,\"results\":[]}",
        "{\"start_time\":1795132801,\"end_time\":1795136400,\"results\":[]}",
        "{\"start_time\":1795132800,\"end_time\":1795219200,\"results\":[]}",
        "{\"start_time\":1e18,\"end_time\":2e18,\"results\":[]}",
        "{\"start_time\":1795132800,\"end_time\":1795136400,\"results\":{}}",
        "{\"start_time\":1795132800,\"end_time\":1795136400}",
        "\"bucket\""
      })
  void brokenBucket_isBadResponse(String bucket) {
    vendor.server().always(json("{\"data\":[" + bucket + "],\"has_more\":false}"));

    ProviderException failure =
        catchThrowableOfType(ProviderException.class, () -> vendor.usage(vendor.provider()));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
  }

  @Test
  void moreWithoutCursor_isBadResponse() {
    vendor.server().always(json("{\"data\":[],\"has_more\":true,\"next_page\":null}"));

    assertThatThrownBy(() -> vendor.costs(vendor.provider()))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("next_page is empty");
    assertThat(vendor.server().requests()).hasSize(1);
  }
}

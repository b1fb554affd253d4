// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static aispend.provider.Reported.day;
import static aispend.provider.Reported.hour;
import static aispend.provider.Reported.usd;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aispend.http.Json;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.model.ReportedBalance;
import aispend.model.ReportedBucket;
import aispend.model.ReportedLimit;
import aispend.model.ReportedTokens;
import aispend.model.ReportedTokens.Accounting;
import aispend.model.ReportedTokens.CacheWrites;
import aispend.model.ReportedTokens.Modalities;
import aispend.model.Source;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class OpenRouterProviderTest extends ProviderContract {
  private static final Dimensions SEARCH =
      Dimensions.of(Dimension.MODEL, "openai/gpt-4.1").with(Dimension.KEY, "search");

  @Override
  protected ProviderType type() {
    return OpenRouterProvider.TYPE;
  }

  @Override
  protected List<Report> reports() {
    return List.of(analytics(), activity());
  }

  @Override
  protected String key() {
    return "sk-or-v1-invented-for-tests";
  }

  @Override
  protected Map<String, String> credential() {
    return Map.of("authorization", "Bearer " + key());
  }

  @Override
  protected String emptyPage() {
    return "{\"data\":[]}";
  }

  @Override
  protected String scope() {
    return "Only management keys";
  }

  @BeforeEach
  void analyticsHasNothing() {
    vendor()
        .nothing(
            analytics().path(), VendorServer.fixture("openrouter/analytics_empty_bucket.json"));
  }

  private static Report activity() {
    return Report.whole(
        "activity",
        "activity",
        "/activity",
        Reported.window("2026-11-19T00:00:00Z", "2026-11-21T00:00:00Z"),
        Map.of(),
        Map.of(
            "normal", normalDays(),
            "decimals", List.of(decimals()),
            "unknown_things",
                List.of(
                    day(
                        "activity",
                        "2026-11-20",
                        usd(
                            endpoint("nonesuch/model-9", "e9", "Nonesuch"),
                            tokens(null, null, null, null),
                            1L,
                            "1"))),
            "outside_window", List.of(),
            "empty_bucket", List.of()));
  }

  private static List<ReportedBucket> normalDays() {
    return List.of(
        day(
            "activity",
            "2026-11-19",
            usd(
                endpoint("openai/gpt-4.1", "550e8400-e29b-41d4-a716-446655440000", "OpenAI"),
                tokens(40L, 10L, 125L, 25L),
                5L,
                "0.015"),
            // A replayed answer: more was cached than asked.
            usd(
                endpoint("openai/gpt-4.1", "550e8400-e29b-41d4-a716-446655440001", "Azure"),
                tokens(0L, 9L, 3L, 0L),
                1L,
                "2")),
        day(
            "activity",
            "2026-11-20",
            usd(
                endpoint(
                    "anthropic/claude-opus-5", "550e8400-e29b-41d4-a716-446655440002", "Anthropic"),
                tokens(100L, null, 40L, 0L),
                2L,
                "1.25")));
  }

  private static ReportedBucket decimals() {
    ReportedTokens none = tokens(null, null, null, null);
    return day(
        "activity",
        "2026-11-19",
        usd(endpoint("a/b", "e1", ""), none, null, "0.1234567890123"),
        usd(endpoint("a/b", "e2", ""), none, null, "1.50E-7"),
        usd(endpoint("a/b", "e3", ""), none, null, "3.10"),
        usd(endpoint("a/b", "e4", ""), none, null, ""));
  }

  private static Report analytics() {
    return Report.whole(
        "usage",
        "analytics",
        "/analytics/query",
        Reported.window("2026-11-20T10:00:00Z", "2026-11-20T14:00:00Z"),
        Map.of(),
        Map.of(
            "normal",
                List.of(
                    hour(
                        "analytics",
                        "2026-11-20T10:00:00Z",
                        usd(SEARCH, tokens(90_000L, 211L, 812L, 12L), 1523L, "4.27")),
                    hour(
                        "analytics",
                        "2026-11-20T11:00:00Z",
                        usd(SEARCH, tokens(10L, 0L, 2L, 0L), 1L, "0.0003"))),
            "unknown_things",
                List.of(
                    hour(
                        "analytics",
                        "2026-11-20T10:00:00Z",
                        usd(
                            Dimensions.of(Dimension.MODEL, "nonesuch/model-9"),
                            tokens(null, null, null, null),
                            null,
                            "1"))),
            "outside_window", List.of(),
            "empty_bucket", List.of()));
  }

  private static Dimensions endpoint(String model, String endpoint, String vendor) {
    return Dimensions.of(Dimension.MODEL, model)
        .with(Dimension.LINE_ITEM, endpoint)
        .with(Dimension.VARIANT, vendor);
  }

  private static ReportedTokens tokens(
      @Nullable Long uncached,
      @Nullable Long cached,
      @Nullable Long output,
      @Nullable Long reasoning) {
    return new ReportedTokens(
        Accounting.EXCLUSIVE,
        uncached,
        null,
        cached,
        CacheWrites.NONE,
        output,
        reasoning,
        Modalities.NONE);
  }

  @Test
  void analytics_asksForTheWindowByModelAndKey() throws Exception {
    fetch(provider(), analytics());

    assertThat(Json.read(requireNonNull(vendor().requests().get(0).getBody()).utf8()))
        .isEqualTo(
            Json.read(
                """
                {"metrics": ["request_count", "tokens_prompt", "tokens_completion",
                   "reasoning_tokens", "cached_tokens", "credits_usage"],
                 "dimensions": ["model", "api_key_id"],
                 "granularity": "hour",
                 "time_range": {"start": "2026-11-20T10:00:00Z", "end": "2026-11-20T14:00:00Z"},
                 "limit": 10000}
                """));
  }

  @Test
  void cutAnswer_isAskedForInHalves() throws Exception {
    vendor().script(analytics().path(), file("analytics_truncated.json"));
    vendor()
        .script(
            analytics().path(), file("analytics_normal.json"), file("analytics_empty_bucket.json"));

    assertThat(fetch(provider(), analytics())).isEqualTo(analytics().expected().get("normal"));
    assertThat(vendor().requests()).hasSize(3);
  }

  @Test
  void hourThatIsCut_isBadResponseWithTheRemedy() {
    vendor().always(file("analytics_truncated.json"));

    ProviderException failure =
        catchThrowableOfType(ProviderException.class, () -> fetch(provider(), analytics()));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(failure).hasMessageContaining("name less in options.split");
  }

  @Test
  void withoutAnalytics_onlyTheActivityIsASource() {
    assertThat(provider(Map.of("analytics", "false")).sources())
        .extracting(Source::name)
        .containsExactly("mine:activity");
  }

  @Test
  void byWorkspace_isAskedForAndNamed() throws Exception {
    Provider provider = provider(Map.of("by_workspace", "true"));
    vendor().script("/workspaces", file("workspaces.json"));

    fetch(provider, activity());

    assertThat(vendor().urls("/activity").get(0).queryParameter("group_by")).isEqualTo("workspace");
    assertThat(provider.names(Dimension.PROJECT))
        .isEqualTo(Map.of("5e0f6c4e-0000-4000-8000-000000000001", "Search"));
  }

  @Test
  void check_tellsAKeyForCallsFromAManagementKey() throws Exception {
    vendor().script("/key", file("key.json"), file("key_for_calls.json"));
    Provider provider = provider();
    provider.check();

    ProviderException refused = catchThrowableOfType(ProviderException.class, provider::check);

    assertThat(refused.kind()).isEqualTo(Kind.AUTH);
    assertThat(refused).hasMessageContaining("create a management key");
  }

  @Test
  void limits_areThoseOfKeysThatHaveOne() throws Exception {
    vendor().script("/keys", file("keys_1.json"), file("keys_2.json"), file("keys_2.json"));

    assertThat(provider().limits())
        .containsExactly(
            new ReportedLimit(
                "key", "f01d52", "search", "monthly", Money.usd("100"), Money.usd("25.5")),
            new ReportedLimit("key", "bb07", "", "", Money.usd("5"), null));
    assertThat(vendor().urls("/keys"))
        .extracting(url -> url.queryParameter("offset"))
        .containsExactly("0", "2", "3");
    assertThat(provider(Map.of("limits", "false")).tellsLimits()).isFalse();
  }

  @Test
  void credits_areWhatWasBoughtLessWhatWasUsed() throws Exception {
    vendor().script("/credits", file("credits.json"));

    assertThat(provider().balances())
        .containsExactly(new ReportedBalance("credits", Money.usd("74.742")));
    assertThat(provider().inferred()).isEmpty();
  }

  @Test
  void unusableOption_isRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider(Map.of("split", "model,colour")))
        .withMessageStartingWith("options.split is 'model,colour'; must be out of");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider(Map.of("split", "user,external_user")))
        .withMessageContaining("model and at most one other");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider(Map.of("requests_per_minute", "0")))
        .withMessage("options.requests_per_minute is '0'; must be from 1 to 10000");
  }
}

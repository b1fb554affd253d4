// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Layer;
import aispend.model.ReportedBucket;
import aispend.model.ReportedCost;
import aispend.model.ReportedCost.Unit;
import aispend.model.ReportedUsage;
import aispend.model.Source;
import aispend.model.Source.Timeliness;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class AnthropicProviderTest extends AnthropicContract {
  private static final Dimensions SEARCH = AnthropicRows.SEARCH;

  private static final Dimensions ODD_USAGE =
      SEARCH
          .with(Dimension.MODEL, "claude-nonesuch-9-20290101")
          .with(Dimension.TIER, "glacial")
          .with(Dimension.CONTEXT, "1M-9M")
          .with(Dimension.REGION, "mars")
          .with(Dimension.USER, "user_01Ada")
          .with(Dimension.VARIANT, "ludicrous");

  private static final Dimensions INPUT =
      new Dimensions(
          Map.of(
              Dimension.PROJECT, "wrkspc_01Search",
              Dimension.MODEL, "claude-opus-5",
              Dimension.REGION, "global",
              Dimension.TIER, "standard",
              Dimension.CONTEXT, "0-200k",
              Dimension.OPERATION, "tokens",
              Dimension.LINE_ITEM, "Claude Opus 5 Usage - Input Tokens",
              Dimension.VARIANT, "uncached_input_tokens"));

  private static final Dimensions OUTPUT =
      INPUT
          .with(Dimension.REGION, null)
          .with(Dimension.TIER, "batch")
          .with(Dimension.CONTEXT, "200k-1M")
          .with(Dimension.LINE_ITEM, "Claude Opus 5 Usage - Output Tokens")
          .with(Dimension.VARIANT, "output_tokens");

  private static final Dimensions WEB_SEARCH =
      Dimensions.of(Dimension.PROJECT, "default")
          .with(Dimension.OPERATION, "web_search")
          .with(Dimension.LINE_ITEM, "Web Search Usage");

  private static final Dimensions ODD_COST =
      INPUT
          .with(Dimension.MODEL, "claude-nonesuch-9-20290101")
          .with(Dimension.REGION, "mars")
          .with(Dimension.TIER, "glacial")
          .with(Dimension.CONTEXT, "1M-9M")
          .with(Dimension.OPERATION, "session_usage")
          .with(Dimension.LINE_ITEM, "Managed Agents Session Runtime")
          .with(Dimension.VARIANT, "cache_creation.ephemeral_24h_input_tokens");

  @Override
  protected List<Report> reports() {
    return List.of(usage(), costs());
  }

  @Override
  protected String emptyPage() {
    return AnthropicVendor.read("empty.json");
  }

  static Report usage() {
    ReportedBucket first =
        AnthropicRows.hour(
            0,
            new ReportedUsage(
                SEARCH,
                AnthropicRows.tokens(1500L, 200L, 500L, 1000L, 700L),
                null,
                Map.of("searches", "10"),
                null),
            AnthropicRows.used(
                new Dimensions(
                    Map.of(
                        Dimension.PROJECT, "default",
                        Dimension.KEY, "keyless",
                        Dimension.MODEL, "claude-haiku-5",
                        Dimension.TIER, "batch",
                        Dimension.CONTEXT, "200k-1M",
                        Dimension.OPERATION, "messages")),
                AnthropicRows.tokens(90L, 0L, 0L, 0L, 30L)));
    ReportedBucket third =
        AnthropicRows.hour(
            2,
            AnthropicRows.used(
                SEARCH.with(Dimension.TIER, "priority"),
                AnthropicRows.tokens(4000L, 0L, 0L, 0L, 900L)));
    // Lifetimes that are not known today: 30 m counts with the 5 m, 24 h with the 1 h.
    ReportedUsage odd =
        new ReportedUsage(
            ODD_USAGE,
            AnthropicRows.tokens(11L, 3L, 5L, 10L, 5L),
            null,
            Map.of("searches", "7"),
            null);
    ReportedUsage unknown =
        AnthropicRows.used(
            Dimensions.of(Dimension.PROJECT, "default")
                .with(Dimension.KEY, "keyless")
                .with(Dimension.OPERATION, "messages"),
            AnthropicRows.tokens(null, null, null, null, null));
    return new Report(
        "usage",
        "usage",
        "/v1/organizations/usage_report/messages",
        AnthropicVendor.HOURS,
        Map.of(
            "starting_at", "2026-11-20T00:00:00Z",
            "ending_at", "2026-11-20T04:00:00Z",
            "bucket_width", "1h",
            "limit", "168"),
        "page",
        Map.of(
            "normal", List.of(first, AnthropicRows.hour(1)),
            "unknown_things", List.of(AnthropicRows.hour(0, odd)),
            "outside_window", List.of(AnthropicRows.hour(3)),
            "empty_bucket", List.of(AnthropicRows.hour(0)),
            "nulls", List.of(AnthropicRows.hour(0, unknown, unknown))),
        List.of(first, AnthropicRows.hour(1), third, AnthropicRows.hour(3)));
  }

  static Report costs() {
    ReportedBucket first =
        AnthropicRows.day(
            0, AnthropicRows.charged(INPUT, "123.78912"), AnthropicRows.charged(WEB_SEARCH, "10"));
    return new Report(
        "costs",
        "costs",
        "/v1/organizations/cost_report",
        AnthropicVendor.DAYS,
        Map.of(
            "starting_at", "2026-11-18T00:00:00Z",
            "ending_at", "2026-11-21T00:00:00Z",
            "bucket_width", "1d",
            "limit", "31"),
        "page",
        Map.of(
            "normal", List.of(first, AnthropicRows.day(1)),
            "unknown_things", List.of(AnthropicRows.day(0, AnthropicRows.charged(ODD_COST, "8"))),
            "outside_window", List.of(AnthropicRows.day(2)),
            "empty_bucket", List.of(AnthropicRows.day(0)),
            "decimals", List.of(AnthropicRows.day(0, decimals()))),
        List.of(
            first,
            AnthropicRows.day(1),
            AnthropicRows.day(2, AnthropicRows.charged(OUTPUT, "-250.000"))));
  }

  private static ReportedUsage[] decimals() {
    Dimensions byDefault = Dimensions.of(Dimension.PROJECT, "default");
    Stream<ReportedUsage> dollars =
        Stream.of(
                Map.entry("cents", "123.78912"),
                Map.entry("credit", "-250.000"),
                Map.entry("twenty digits", "0.12345678901234567890"),
                Map.entry("number", "12345678901234567.890"),
                Map.entry("exponent", "1E+308"),
                Map.entry("no number", "NaN"),
                Map.entry("no currency", "7"),
                Map.entry("no amount", ""))
            .map(
                row ->
                    AnthropicRows.charged(
                        byDefault.with(Dimension.LINE_ITEM, row.getKey()), row.getValue()));
    ReportedUsage euros =
        new ReportedUsage(
            byDefault.with(Dimension.LINE_ITEM, "other currency"),
            null,
            null,
            Map.of(),
            new ReportedCost("7", Unit.CENTS, "eur"));
    return Stream.concat(dollars, Stream.of(euros)).toArray(ReportedUsage[]::new);
  }

  @Test
  void sources_areMeteredHoursAndBilledDays() {
    assertThat(provider().sources())
        .containsExactly(
            new Source(
                "mine:usage",
                "mine",
                Layer.METERED,
                Timeliness.HOURLY,
                Duration.ofHours(1),
                Duration.ofHours(168),
                Duration.ofDays(3),
                Duration.ofDays(1)),
            new Source(
                "mine:costs",
                "mine",
                Layer.BILLED,
                Timeliness.DAILY,
                Duration.ofDays(1),
                Duration.ofDays(31),
                Duration.ofDays(7),
                Duration.ofDays(2)));
  }

  @Test
  void otherLookback_isStillTheSameSource() throws Exception {
    Provider provider = provider();
    vendor().script(costs().path(), file("costs_normal.json"));

    Source read = provider.sources().get(1).withLookback(Duration.ofDays(30));

    assertThat(provider.fetch(read, AnthropicVendor.DAYS))
        .isEqualTo(costs().expected().get("normal"));
  }

  @Test
  void check_asksWhoseKeyItIs() throws Exception {
    vendor().script("/v1/organizations/me", file("me.json"));

    provider().check();

    assertThat(vendor().requests())
        .extracting(request -> request.getTarget())
        .containsExactly("/v1/organizations/me");
  }

  @Test
  void rateLimitWithOnlyTheResetHeader_isWaitedFor() throws Exception {
    vendor()
        .script(
            usage().path(),
            VendorServer.json(429, AnthropicVendor.read("rate_limited_429.json"))
                .newBuilder()
                .addHeader("anthropic-ratelimit-requests-reset", "2026-11-21T12:35:26Z")
                .build(),
            file("usage_normal.json"));

    assertThat(fetch(provider(), usage())).isEqualTo(usage().expected().get("normal"));
    assertThat(pause().waits()).containsExactly(Duration.ofSeconds(30));
  }

  @Test
  void otherVersion_isSent() throws Exception {
    provider(Map.of("version", "2026-10-21")).check();

    assertThat(vendor().requests().get(0).getHeaders().get("anthropic-version"))
        .isEqualTo("2026-10-21");
  }

  @Test
  void unusableOption_isRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider(Map.of("version", "latest")))
        .withMessage("options.version is 'latest'; must be a date like 2023-06-01");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider(Map.of("group_by", "model,colour")))
        .withMessageStartingWith("options.group_by holds 'colour'");
  }

  @Test
  void foreignSource_isRefused() {
    Source foreign =
        new Source(
            "other:usage",
            "other",
            Layer.METERED,
            Timeliness.HOURLY,
            Duration.ofHours(1),
            Duration.ofDays(7),
            Duration.ofDays(3),
            Duration.ofDays(1));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider().fetch(foreign, AnthropicVendor.HOURS))
        .withMessage("mine has no source other:usage");
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static aispend.provider.Reported.cents;
import static aispend.provider.Reported.day;
import static aispend.provider.Reported.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Layer;
import aispend.model.ProviderException.Kind;
import aispend.model.ReportedCost;
import aispend.model.ReportedTokens;
import aispend.model.ReportedTokens.Accounting;
import aispend.model.ReportedTokens.CacheWrites;
import aispend.model.ReportedTokens.Modalities;
import aispend.model.ReportedUsage;
import aispend.model.Source;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The report of Claude Code, beside the two that are always read. */
final class AnthropicClaudeCodeTest extends AnthropicContract {
  private static final String PATH = "/v1/organizations/usage_report/claude_code";
  private static final String DAY = "2026-11-20";
  private static final Dimensions ADA = who(Dimension.USER, "ada@acme.test");
  private static final Dimensions BO = who(Dimension.USER, "bo@acme.test");
  private static final ReportedCost NOTHING = usd("0");

  @Override
  protected List<Report> reports() {
    return List.of(AnthropicProviderTest.usage(), AnthropicProviderTest.costs(), claudeCode());
  }

  @Override
  protected Map<String, String> options() {
    return Map.of("claude_code", "true");
  }

  @Override
  protected String emptyPage() {
    return AnthropicVendor.read("empty.json");
  }

  private static Report claudeCode() {
    return new Report(
        "claude_code",
        "claude_code",
        PATH,
        Reported.window("2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z"),
        Map.of("starting_at", DAY, "limit", "1000"),
        "page",
        Map.of(
            "normal", List.of(day("claude_code", DAY, normal())),
            "unknown_things",
                List.of(
                    day(
                        "claude_code",
                        DAY,
                        done(
                            who(Dimension.USER, null),
                            Map.of("sessions", "1", "edits_accepted", "2", "edits_rejected", "1")),
                        used(
                            who(Dimension.USER, null),
                            "claude-nonesuch-9",
                            tokens(1, 3, 4, 2),
                            cents("5")))),
            "outside_window", List.of(),
            "empty_bucket", List.of()),
        List.of(
            day(
                "claude_code",
                DAY,
                done(ADA, Map.of("sessions", "1")),
                done(BO, Map.of("sessions", "2")))));
  }

  private static ReportedUsage[] normal() {
    Dimensions bot = who(Dimension.KEY, "ci");
    Dimensions subscriber = BO.with(Dimension.TIER, "subscription");
    return new ReportedUsage[] {
      done(
          ADA,
          Map.of(
              "sessions", "5",
              "lines_added", "100",
              "lines_removed", "9",
              "commits", "2",
              "pull_requests", "1",
              "edits_accepted", "7",
              "edits_rejected", "1")),
      used(ADA, "claude-opus-5", tokens(1000, 90, 50, 350), cents("141")),
      used(ADA, "claude-haiku-5", tokens(10, 0, 0, 5), cents("0.25")),
      done(bot, Map.of("sessions", "1")),
      used(bot, "claude-opus-5", tokens(20, 0, 0, 10), cents("7")),
      done(subscriber, Map.of("sessions", "2", "lines_added", "30")),
      new ReportedUsage(
          subscriber.with(Dimension.MODEL, "claude-opus-5"),
          tokens(400, 0, 0, 40),
          null,
          Map.of("included_cents", "55.5"),
          NOTHING)
    };
  }

  @Test
  void sources_areAttributedDaysBesideTheOtherTwo() {
    assertThat(provider().sources())
        .extracting(Source::name, Source::layer)
        .contains(tuple("mine:claude_code", Layer.ATTRIBUTED))
        .hasSize(3);
  }

  @Test
  void longerWindow_isAskedForDayByDay() throws Exception {
    Provider provider = provider();

    provider.fetch(
        source(provider, claudeCode()),
        Reported.window("2026-11-18T00:00:00Z", "2026-11-21T00:00:00Z"));

    assertThat(vendor().urls(PATH))
        .extracting((HttpUrl url) -> url.queryParameter("starting_at"))
        .containsExactly("2026-11-18", "2026-11-19", "2026-11-20");
  }

  @Test
  void unreadableFields_areNamedSoThatTheirRowsAreRejected() throws Exception {
    vendor().script(PATH, file("claude_code_broken_rows.json"));

    assertThat(fetch(claudeCode()))
        .containsExactly(
            day(
                "claude_code",
                DAY,
                done(
                    ADA,
                    Map.of(
                        "num_sessions", "unreadable: many",
                        "lines_added", "3",
                        "accepted", "unreadable: 1.5")),
                used(ADA, "claude-opus-5", tokens(1, 1, 1, 1), cents("soon"))));
  }

  @Test
  void recordWithoutADate_isBadResponse() {
    vendor().script(PATH, file("claude_code_without_date.json"));

    assertThat(failure(claudeCode()).kind()).isEqualTo(Kind.BAD_RESPONSE);
  }

  @Test
  void newerApi_hasNoSuchReport() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider(Map.of("claude_code", "true", "api", "analytics")))
        .withMessageStartingWith("options.claude_code is 'true'; must be false");
  }

  private static Dimensions who(Dimension dimension, @Nullable String name) {
    return Dimensions.of(Dimension.FEATURE, "claude_code").with(dimension, name);
  }

  private static ReportedUsage done(Dimensions who, Map<String, String> units) {
    return new ReportedUsage(who, null, null, units, NOTHING);
  }

  private static ReportedUsage used(
      Dimensions who, String model, ReportedTokens tokens, ReportedCost cost) {
    return new ReportedUsage(who.with(Dimension.MODEL, model), tokens, null, Map.of(), cost);
  }

  private static ReportedTokens tokens(long input, long read, long written, long output) {
    return new ReportedTokens(
        Accounting.EXCLUSIVE,
        input,
        null,
        read,
        new CacheWrites(written, null, null),
        output,
        null,
        Modalities.NONE);
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static aispend.provider.Reported.day;
import static aispend.provider.Reported.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.ReportedUsage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class GitHubCopilotProviderTest extends ProviderContract {
  private static final String CREDITS = "/organizations/acme/settings/billing/ai_credit/usage";
  private static final String BILLING = "/organizations/acme/settings/billing/usage";

  @Override
  protected ProviderType type() {
    return GitHubCopilotProvider.TYPE;
  }

  @Override
  protected List<Report> reports() {
    return List.of(credits(), billing());
  }

  @Override
  protected String key() {
    return "github_pat_invented_for_tests";
  }

  @Override
  protected Map<String, String> credential() {
    return Map.of("authorization", "Bearer " + key());
  }

  @Override
  protected String emptyPage() {
    return "{\"usageItems\":[]}";
  }

  @Override
  protected String scope() {
    return "organization_administration=read";
  }

  @Override
  protected Map<String, String> options() {
    return Map.of("organization", "acme");
  }

  private static Report credits() {
    return Report.whole(
        "credits",
        "credits",
        CREDITS,
        Reported.window("2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z"),
        Map.of("year", "2026", "month", "11", "day", "20"),
        Map.of(
            "normal",
                List.of(
                    day(
                        "credits",
                        "2026-11-20",
                        credit("Claude Sonnet 5", "120.5", "0.205"),
                        credit("GPT-5.2", "3", "0"))),
            "unknown_things",
                List.of(day("credits", "2026-11-20", credit("Nonesuch 9", "1", "0.01"))),
            "outside_window", List.of(),
            "empty_bucket", List.of()));
  }

  private static ReportedUsage credit(String model, String credits, String net) {
    return new ReportedUsage(
        sku("Copilot AI Credits").with(Dimension.MODEL, model),
        null,
        null,
        Map.of("ai_credits", credits),
        usd(net));
  }

  private static Report billing() {
    return Report.whole(
        "billing",
        "billing",
        BILLING,
        Reported.window("2026-11-19T00:00:00Z", "2026-11-22T00:00:00Z"),
        Map.of("year", "2026", "month", "11"),
        Map.of(
            "normal",
                List.of(
                    day(
                        "billing",
                        "2026-11-19",
                        usd(
                            sku("Copilot Business").with(Dimension.ACCOUNT, "acme"),
                            null,
                            null,
                            "0.63")),
                    day(
                        "billing",
                        "2026-11-20",
                        usd(
                            sku("Copilot AI Credits")
                                .with(Dimension.OPERATION, "copilot")
                                .with(Dimension.ACCOUNT, "acme")
                                .with(Dimension.PROJECT, "acme/search"),
                            null,
                            null,
                            "0.205"))),
            "decimals",
                List.of(
                    day(
                        "billing",
                        "2026-11-19",
                        usd(sku("a"), null, null, "0.1234567890123"),
                        usd(sku("b"), null, null, "1.50E-7"),
                        usd(sku("c"), null, null, ""))),
            "unknown_things",
                List.of(
                    day(
                        "billing",
                        "2026-11-20",
                        usd(
                            sku("Copilot Telepathy").with(Dimension.ACCOUNT, "acme"),
                            null,
                            null,
                            "1"))),
            "outside_window", List.of(),
            "empty_bucket", List.of()));
  }

  private static Dimensions sku(String sku) {
    return Dimensions.of(Dimension.OPERATION, "Copilot").with(Dimension.LINE_ITEM, sku);
  }

  @Test
  void windowOverTheTurnOfAMonth_asksForBothMonthsAndEachDay() throws Exception {
    Provider provider = provider();

    provider.fetch(
        provider.sources().get(1), Reported.window("2026-10-30T00:00:00Z", "2026-11-02T00:00:00Z"));
    provider.fetch(
        provider.sources().get(0), Reported.window("2026-10-31T00:00:00Z", "2026-11-02T00:00:00Z"));

    assertThat(vendor().urls(BILLING))
        .extracting(url -> url.queryParameter("month"))
        .containsExactly("10", "11");
    assertThat(vendor().urls(CREDITS))
        .extracting(url -> url.queryParameter("month") + "/" + url.queryParameter("day"))
        .containsExactly("10/31", "11/1");
  }

  @Test
  void versionAndType_areSent() throws Exception {
    provider().check();

    assertThat(vendor().requests().get(0).getHeaders().get("X-GitHub-Api-Version"))
        .isEqualTo("2026-03-10");
    assertThat(vendor().requests().get(0).getHeaders().get("Accept"))
        .isEqualTo("application/vnd.github+json");
  }

  @Test
  void enterprise_hasItsOwnPath() throws Exception {
    provider(Map.of("enterprise", "acme-group")).check();

    assertThat(vendor().urls("/enterprises/acme-group/settings/billing/ai_credit/usage"))
        .hasSize(1);
  }

  @Test
  void unusableOption_isRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider(Map.of()))
        .withMessage(
            "options.organization is ''; must be the organization's login, or enterprise set"
                + " instead");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider(Map.of("organization", "../x")))
        .withMessage("options.organization is '../x'; must be an organization's login");
  }
}

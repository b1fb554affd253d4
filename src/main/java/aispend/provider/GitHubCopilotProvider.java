// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.JsonClient;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Layer;
import aispend.model.ProviderException;
import aispend.model.ReportedBucket;
import aispend.model.Source;
import aispend.model.Source.Timeliness;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * GitHub's billing of Copilot (docs.github.com, REST "Billing usage", version 2026-03-10;
 * octokit/openapi-types 29.0.1, read 2026-11-21).
 *
 * <ul>
 *   <li>{@code NAME:credits}: AI credits by UTC day and model, a call a day. They began on
 *       2026-06-01; premium requests before are not read.
 *   <li>{@code NAME:billing}: what is billed by UTC day and SKU, seats included, a call a month.
 * </ul>
 *
 * Both are hours behind, and a blank day may only not be worked out yet.
 */
final class GitHubCopilotProvider implements Provider {
  private static final String KEY_HINT =
      "create a token of an organization owner or billing manager at github.com under Settings >"
          + " Developer settings, with the organization permission Administration (read), or"
          + " manage_billing:enterprise for an enterprise";

  static final ProviderType TYPE =
      new ProviderType(
          "github-copilot",
          "https://api.github.com",
          "GITHUB_BILLING_TOKEN",
          Pattern.compile("(gh[a-z]_|github_pat_)[A-Za-z0-9_]+"),
          KEY_HINT,
          Set.of("organization", "enterprise", "products", "api_version", "requests_per_minute"),
          GitHubCopilotProvider::new);

  private static final String LOGIN = "[A-Za-z0-9_-]{0,100}";
  private static final int REQUESTS_PER_MINUTE = 30;
  private static final Duration DAY = Duration.ofDays(1);

  private final String name;
  private final Source credits;
  private final Source billing;
  private final Clock clock;
  private final GitHubBilling reports;

  GitHubCopilotProvider(ProviderSettings settings, JsonClient http, Clock clock) {
    AdapterOptions options = new AdapterOptions(settings.options());
    this.name = settings.name();
    this.clock = clock;
    Map<String, String> headers =
        Map.of(
            "Authorization",
            "Bearer " + settings.key().reveal(),
            "Accept",
            "application/vnd.github+json",
            "X-GitHub-Api-Version",
            options.text(
                "api_version",
                "2026-03-10",
                "[0-9]{4}-[0-9]{2}-[0-9]{2}",
                "a date like 2026-03-10"));
    VendorApi api =
        new VendorApi(settings, KEY_HINT, http, headers).paced(options.pacing(REQUESTS_PER_MINUTE));
    this.reports = new GitHubBilling(api, owner(options), options.list("products", "copilot"));
    this.credits = source("credits", Layer.METERED, Duration.ofDays(7));
    this.billing = source("billing", Layer.BILLED, Duration.ofDays(31));
  }

  private Source source(String part, Layer layer, Duration maxWindow) {
    return new Source(
        name + ":" + part,
        name,
        layer,
        Timeliness.DAILY,
        DAY,
        maxWindow,
        DAY.multipliedBy(3),
        DAY.multipliedBy(2));
  }

  private static String owner(AdapterOptions options) {
    String organization = options.text("organization", "", LOGIN, "an organization's login");
    String enterprise = options.text("enterprise", "", LOGIN, "an enterprise's slug");
    if (organization.isEmpty() == enterprise.isEmpty()) {
      throw options.wrong("organization", "the organization's login, or enterprise set instead");
    }
    return organization.isEmpty() ? "enterprises/" + enterprise : "organizations/" + organization;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Source> sources() {
    return List.of(credits, billing);
  }

  @Override
  public List<ReportedBucket> fetch(Source source, ChargePeriod window)
      throws ProviderException, InterruptedException {
    if (source.name().equals(credits.name())) {
      return reports.credits(window);
    }
    if (source.name().equals(billing.name())) {
      return reports.billing(window);
    }
    throw new IllegalArgumentException(name + " has no source " + source.name());
  }

  @Override
  public Set<Dimension> namedDimensions() {
    return Set.of();
  }

  @Override
  public Map<String, String> names(Dimension dimension) {
    throw new IllegalArgumentException(name + " has no names for " + dimension.code());
  }

  @Override
  public void check() throws ProviderException, InterruptedException {
    reports.day(clock.instant().atZone(ZoneOffset.UTC).toLocalDate());
  }

  @Override
  public String toString() {
    return "github-copilot provider " + name;
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.JsonClient;
import aispend.model.Layer;
import java.time.Clock;
import java.time.ZoneOffset;
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
 *   <li>{@code NAME:users}, with {@code users = true}: what users did by UTC day, out of files
 *       behind signed links.
 * </ul>
 *
 * All are hours behind, and a blank day may only not be worked out yet.
 */
final class GitHubCopilotProvider {
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
          Set.of(
              "organization",
              "enterprise",
              "products",
              "users",
              "report_hosts",
              "api_version",
              "requests_per_minute"),
          GitHubCopilotProvider::create);

  private static final String LOGIN = "[A-Za-z0-9_-]{0,100}";
  private static final int REQUESTS_PER_MINUTE = 30;

  private GitHubCopilotProvider() {}

  private static Provider create(ProviderSettings settings, JsonClient http, Clock clock) {
    AdapterOptions options = new AdapterOptions(settings.options());
    VendorApi api =
        new VendorApi(settings, KEY_HINT, http, headers(settings, options))
            .paced(options.pacing(REQUESTS_PER_MINUTE));
    String owner = owner(options);
    GitHubBilling reports = new GitHubBilling(api, owner, options.list("products", "copilot"));
    AssembledProvider.Parts parts = new AssembledProvider.Parts("github-copilot", settings.name());
    if (options.flag("users", false)) {
      SignedFiles files = new SignedFiles(settings, http, options.list("report_hosts", ""));
      GitHubUsers users = new GitHubUsers(api, files, owner, clock);
      parts.report("users", Layer.ATTRIBUTED, Rhythm.days(28, 4, 3), users::fetch);
    }
    return parts
        .report("credits", Layer.METERED, Rhythm.days(7, 3, 2), reports::credits)
        .report("billing", Layer.BILLED, Rhythm.days(31, 3, 2), reports::billing)
        .checkedBy(() -> reports.day(clock.instant().atZone(ZoneOffset.UTC).toLocalDate()));
  }

  private static Map<String, String> headers(ProviderSettings settings, AdapterOptions options) {
    String version =
        options.text(
            "api_version", "2026-03-10", "[0-9]{4}-[0-9]{2}-[0-9]{2}", "a date like 2026-03-10");
    return Map.of(
        "Authorization",
        "Bearer " + settings.key().reveal(),
        "Accept",
        "application/vnd.github+json",
        "X-GitHub-Api-Version",
        version);
  }

  private static String owner(AdapterOptions options) {
    String organization = options.text("organization", "", LOGIN, "an organization's login");
    String enterprise = options.text("enterprise", "", LOGIN, "an enterprise's slug");
    if (organization.isEmpty() == enterprise.isEmpty()) {
      throw options.wrong("organization", "the organization's login, or enterprise set instead");
    }
    return organization.isEmpty() ? "enterprises/" + enterprise : "organizations/" + organization;
  }
}

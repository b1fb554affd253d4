// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.Json;
import aispend.http.JsonClient;
import aispend.model.Layer;
import aispend.model.Money;
import aispend.model.ProviderException;
import aispend.model.ReportedBalance;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * xAI's billing (docs.x.ai, "Management API / Billing Management", read 2026-11-21).
 *
 * <ul>
 *   <li>{@code NAME:usage}: {@code POST /v1/billing/teams/TEAM/usage}, UTC days in <b>dollars</b>.
 *   <li>Credit left: {@code GET .../prepaid/balance}, in <b>cents with the sign inverted</b>:
 *       {@code "-799"} is 7.99 dollars to spend.
 * </ul>
 *
 * How late usage is told is not documented.
 */
final class XaiProvider {
  private static final String KEY_HINT =
      "create a management key at console.x.ai under Settings > Management Keys; a key for calls"
          + " (xai-...) reads no billing";

  static final ProviderType TYPE =
      new ProviderType(
          "xai",
          "https://management-api.x.ai",
          "XAI_MANAGEMENT_KEY",
          Pattern.compile("\\S{8,}"),
          KEY_HINT,
          Set.of("team_id", "group_by", "requests_per_minute"),
          XaiProvider::create);

  private static final int REQUESTS_PER_MINUTE = 30;
  private static final long CENTS_PER_DOLLAR = 100;
  private final VendorApi api;
  private final XaiUsage report;
  private volatile String team;

  private XaiProvider(AdapterOptions options, VendorApi api) {
    this.team = options.text("team_id", "", "[A-Za-z0-9_-]{0,64}", "a team's id");
    this.api = api;
    this.report = new XaiUsage(api, XaiUsage.groupBy(options));
  }

  private static Provider create(ProviderSettings settings, JsonClient http, Clock clock) {
    AdapterOptions options = new AdapterOptions(settings.options());
    XaiProvider vendor =
        new XaiProvider(
            options,
            VendorApi.bearer(settings, KEY_HINT, http).paced(options.pacing(REQUESTS_PER_MINUTE)));
    return new AssembledProvider.Parts("xai", settings.name())
        .report(
            "usage",
            Layer.BILLED,
            Rhythm.days(31, 3, 2),
            window -> vendor.report.fetch(vendor.team(), window))
        .balances(vendor::balances)
        .checkedBy(vendor::validation);
  }

  private List<ReportedBalance> balances() throws ProviderException, InterruptedException {
    JsonNode answer = api.get(api.url("v1/billing/teams/" + team() + "/prepaid/balance").build());
    ReportedBalance owedCents =
        PrepaidAccount.part(api, "prepaid", answer.path("total").path("val"), "USD");
    long left = Math.negateExact(owedCents.left().nanos() / CENTS_PER_DOLLAR);
    return List.of(new ReportedBalance("prepaid", Money.usd(left)));
  }

  /** The team of the options, else the key's own, asked for once. */
  private String team() throws ProviderException, InterruptedException {
    if (team.isEmpty()) {
      JsonNode key = validation();
      String told = Json.text(key, "teamId");
      if (told == null || !told.matches("[A-Za-z0-9_-]{1,64}")) {
        throw api.unusable("the key names no team; set options.team_id");
      }
      team = told;
    }
    return team;
  }

  private JsonNode validation() throws ProviderException, InterruptedException {
    return api.get(api.url("auth/management-keys/validation").build());
  }
}

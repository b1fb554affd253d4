// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.Json;
import aispend.http.JsonClient;
import aispend.model.Layer;
import aispend.model.ProviderException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * xAI's billing (docs.x.ai, "Management API / Billing Management", read 2026-11-21).
 *
 * <ul>
 *   <li>{@code NAME:usage}: {@code POST /v1/billing/teams/TEAM/usage}, UTC days in <b>dollars</b>.
 *   <li>Credit left and the spending limit: {@link XaiInvoice}.
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
          Set.of("team_id", "group_by", "balance", "limits", "requests_per_minute"),
          XaiProvider::create);

  private static final int REQUESTS_PER_MINUTE = 30;
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
    XaiInvoice invoice = new XaiInvoice(vendor.api);
    AssembledProvider.Parts parts =
        new AssembledProvider.Parts("xai", settings.name())
            .report(
                "usage",
                Layer.BILLED,
                Rhythm.days(31, 3, 2),
                window -> vendor.report.fetch(vendor.team(), window))
            .balances(
                options
                        .text("balance", "ledger", "ledger|invoice", "ledger or invoice")
                        .equals("ledger")
                    ? () -> invoice.ledger(vendor.team())
                    : () -> invoice.left(vendor.team()));
    if (options.flag("limits", true)) {
      parts.limits(() -> invoice.limits(vendor.team()));
    }
    return parts.checkedBy(vendor::validation);
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

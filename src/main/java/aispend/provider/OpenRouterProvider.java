// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.Json;
import aispend.http.JsonClient;
import aispend.model.Dimension;
import aispend.model.Layer;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.model.ReportedBalance;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * OpenRouter's activity and analytics (OpenAPI document in OpenRouterTeam/typescript-sdk of
 * 2026-08-22, Python SDK 1.3.84; read 2026-11-21).
 *
 * <ul>
 *   <li>{@code NAME:activity}: {@code GET /activity}, the last 30 finished UTC days by model and
 *       endpoint, in one answer; the credits spent are the bill.
 *   <li>{@code NAME:usage}: {@code POST /analytics/query}, UTC hours by two dimensions, the running
 *       one included. Not asked with {@code analytics = false}.
 *   <li>Credits: {@code GET /credits}. What keys may spend: {@code GET /keys}.
 * </ul>
 *
 * Spend on the customer's own keys at other vendors (BYOK) is left out: it is on their bills.
 */
final class OpenRouterProvider {
  private static final String KEY_HINT =
      "create a management key at openrouter.ai under Settings > Management keys; a key for calls"
          + " reads no reports";

  static final ProviderType TYPE =
      new ProviderType(
          "openrouter",
          "https://openrouter.ai/api/v1",
          "OPENROUTER_MANAGEMENT_KEY",
          Pattern.compile("sk-or-[A-Za-z0-9_-]+"),
          KEY_HINT,
          Set.of("analytics", "split", "by_workspace", "limits", "requests_per_minute"),
          OpenRouterProvider::create);

  /** The vendor allows 64 at the analytics; the rest is ours. */
  private static final int REQUESTS_PER_MINUTE = 60;

  private final String name;
  private final VendorApi api;

  private OpenRouterProvider(String name, VendorApi api) {
    this.name = name;
    this.api = api;
  }

  private static Provider create(ProviderSettings settings, JsonClient http, Clock clock) {
    AdapterOptions options = new AdapterOptions(settings.options());
    boolean byWorkspace = options.flag("by_workspace", false);
    VendorApi api =
        VendorApi.bearer(settings, KEY_HINT, http).paced(options.pacing(REQUESTS_PER_MINUTE));
    OpenRouterProvider vendor = new OpenRouterProvider(settings.name(), api);
    OpenRouterActivity activity = new OpenRouterActivity(api, byWorkspace);
    OpenRouterAnalytics usage =
        new OpenRouterAnalytics(api, OpenRouterAnalytics.split(options, "model,api_key_id"));
    AssembledProvider.Parts parts = new AssembledProvider.Parts("openrouter", settings.name());
    if (options.flag("analytics", true)) {
      parts.report("usage", Layer.METERED, Rhythm.hours(2, 2, 1), usage::fetch);
    }
    parts.report("activity", Layer.BILLED, Rhythm.days(31, 3, 1), activity::fetch);
    if (byWorkspace) {
      // Keys, users and applications come as their names already.
      parts.names(Dimension.PROJECT, vendor::workspaces);
    }
    if (options.flag("limits", true)) {
      parts.limits(new OpenRouterKeys(api)::limits);
    }
    return parts.balances(vendor::credits).checkedBy(vendor::check);
  }

  /** Credits bought, less used. */
  private List<ReportedBalance> credits() throws ProviderException, InterruptedException {
    JsonNode credits = api.get(api.url("credits").build()).path("data");
    ReportedBalance bought =
        PrepaidAccount.part(api, "credits", credits.path("total_credits"), "USD");
    ReportedBalance used = PrepaidAccount.part(api, "credits", credits.path("total_usage"), "USD");
    return List.of(new ReportedBalance("credits", bought.left().minus(used.left())));
  }

  private Map<String, String> workspaces() throws ProviderException, InterruptedException {
    Map<String, String> names = new HashMap<>();
    for (JsonNode workspace : api.get(api.url("workspaces").build()).path("data")) {
      String id = Json.text(workspace, "id");
      String shown = Json.text(workspace, "name");
      if (id != null && shown != null) {
        names.put(id, shown);
      }
    }
    return Map.copyOf(names);
  }

  /** Any key may ask about itself; the answer says whether it may read reports. */
  private void check() throws ProviderException, InterruptedException {
    JsonNode key = api.get(api.url("key").build()).path("data");
    if (key.path("is_management_key").isBoolean()
        && !key.path("is_management_key").booleanValue()) {
      throw new ProviderException(
          name, Kind.AUTH, name + ": the key is one for calls, not for management; " + KEY_HINT);
    }
  }
}

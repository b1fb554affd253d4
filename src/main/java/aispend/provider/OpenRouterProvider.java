// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.Json;
import aispend.http.JsonClient;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Layer;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.model.ReportedBucket;
import aispend.model.Source;
import aispend.model.Source.Timeliness;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
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
 *   <li>Credits: {@code GET /credits}.
 * </ul>
 *
 * Spend on the customer's own keys at other vendors (BYOK) is left out: it is on their bills.
 */
final class OpenRouterProvider implements Provider {
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
          Set.of("analytics", "split", "by_workspace", "requests_per_minute"),
          OpenRouterProvider::new);

  /** The vendor allows 64 at the analytics; the rest is ours. */
  private static final int REQUESTS_PER_MINUTE = 60;

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  private final String name;
  private final Source usage;
  private final Source activity;
  private final boolean analytics;
  private final boolean byWorkspace;
  private final VendorApi api;
  private final OpenRouterActivity activityReport;
  private final OpenRouterAnalytics usageReport;

  OpenRouterProvider(ProviderSettings settings, JsonClient http, Clock clock) {
    AdapterOptions options = new AdapterOptions(settings.options());
    this.name = settings.name();
    this.analytics = options.flag("analytics", true);
    this.byWorkspace = options.flag("by_workspace", false);
    Map<String, String> headers = Map.of("Authorization", "Bearer " + settings.key().reveal());
    this.api =
        new VendorApi(settings, KEY_HINT, http, headers).paced(options.pacing(REQUESTS_PER_MINUTE));
    this.activityReport = new OpenRouterActivity(api, byWorkspace);
    this.usageReport =
        new OpenRouterAnalytics(api, OpenRouterAnalytics.split(options, "model,api_key_id"));
    this.usage =
        new Source(
            name + ":usage",
            name,
            Layer.METERED,
            Timeliness.HOURLY,
            HOUR,
            DAY.multipliedBy(2),
            DAY.multipliedBy(2),
            DAY);
    this.activity =
        new Source(
            name + ":activity",
            name,
            Layer.BILLED,
            Timeliness.DAILY,
            DAY,
            DAY.multipliedBy(31),
            DAY.multipliedBy(3),
            DAY);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Source> sources() {
    List<Source> sources = new ArrayList<>();
    if (analytics) {
      sources.add(usage);
    }
    sources.add(activity);
    return List.copyOf(sources);
  }

  @Override
  public List<ReportedBucket> fetch(Source source, ChargePeriod window)
      throws ProviderException, InterruptedException {
    if (source.name().equals(activity.name())) {
      return activityReport.fetch(window);
    }
    if (source.name().equals(usage.name())) {
      return usageReport.fetch(window);
    }
    throw new IllegalArgumentException(name + " has no source " + source.name());
  }

  /** Keys, users and applications come as their names already. */
  @Override
  public Set<Dimension> namedDimensions() {
    return byWorkspace ? Set.of(Dimension.PROJECT) : Set.of();
  }

  @Override
  public Map<String, String> names(Dimension dimension)
      throws ProviderException, InterruptedException {
    if (!namedDimensions().contains(dimension)) {
      throw new IllegalArgumentException(name + " has no names for " + dimension.code());
    }
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
  @Override
  public void check() throws ProviderException, InterruptedException {
    JsonNode key = api.get(api.url("key").build()).path("data");
    if (key.path("is_management_key").isBoolean()
        && !key.path("is_management_key").booleanValue()) {
      throw new ProviderException(
          name, Kind.AUTH, name + ": the key is one for calls, not for management; " + KEY_HINT);
    }
  }

  @Override
  public String toString() {
    return "openrouter provider " + name;
  }
}

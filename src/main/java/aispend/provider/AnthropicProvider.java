// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.JsonClient;
import aispend.model.Dimension;
import aispend.model.Layer;
import aispend.model.Source.Timeliness;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Anthropic's Usage and Cost API for Console organizations (platform.claude.com, "Usage and Cost
 * API" and its reference, read 2026-11-21; legacy since 2026-10-29 and still supported).
 *
 * <ul>
 *   <li>Usage: {@code usage_report/messages}, UTC hours, split by at most five dimensions.
 *   <li>Costs: {@code cost_report}, UTC days, by workspace and description, amounts in cents.
 *       Without Priority Tier; code execution is only here.
 *   <li>Both are visible about 5 minutes after a call, sometimes later; the running bucket grows
 *       and there is no statement when one is final. Polling once a minute is allowed.
 *   <li>With {@code claude_code = true}, what people did with Claude Code: {@link
 *       AnthropicClaudeCode}, UTC days by user. It tells of calls that usage tells too.
 * </ul>
 *
 * With {@code api = "analytics"} the Usage and Cost Analytics API instead (beta since 2026-10-29,
 * anthropic-sdk-python 2.11.0), which Claude Enterprise has too.
 */
final class AnthropicProvider {
  static final ProviderType TYPE =
      new ProviderType(
          "anthropic",
          "https://api.anthropic.com",
          "ANTHROPIC_ADMIN_KEY",
          Pattern.compile("sk-ant-(admin[0-9]{2}|api01)-[A-Za-z0-9_-]+"),
          AnthropicApi.KEY_HINT,
          Set.of("api", "claude_code", "group_by", "version"),
          AnthropicProvider::create);

  /** Without it usage cannot be split by speed. */
  private static final Map<String, String> SPEED_BETA =
      Map.of("anthropic-beta", "fast-mode-2026-02-01");

  private AnthropicProvider() {}

  private static Provider create(ProviderSettings settings, JsonClient http, Clock clock) {
    AdapterOptions options = new AdapterOptions(settings.options());
    String api = options.text("api", "legacy", "legacy|analytics", "legacy or analytics");
    boolean claudeCode = options.flag("claude_code", false);
    if (claudeCode && !api.equals("legacy")) {
      throw options.wrong("claude_code", "false with api = \"" + api + "\", which tells products");
    }
    return api.equals("legacy")
        ? legacy(settings, http, clock, claudeCode)
        : analytics(settings, http, clock, AnthropicAnalyticsGroups.of(options));
  }

  private static Provider analytics(
      ProviderSettings settings, JsonClient http, Clock clock, List<String> groupBy) {
    AnthropicApi api =
        new AnthropicApi(settings, http, Map.of("anthropic-beta", AnthropicAnalytics.BETA));
    AnthropicAnalytics usage = AnthropicAnalytics.usage(api, clock, groupBy);
    AnthropicAnalytics costs = AnthropicAnalytics.costs(api, clock, groupBy);
    AssembledProvider.Parts parts =
        new AssembledProvider.Parts("anthropic", settings.name())
            .report("usage", Layer.METERED, Rhythm.hours(7, 3, 1), usage::fetch)
            .report("costs", Layer.BILLED, Rhythm.days(31, 31, 3), costs::fetch);
    addNames(parts, groupBy, new AnthropicNames(api));
    return parts.checkedBy(usage::check);
  }

  private static Provider legacy(
      ProviderSettings settings, JsonClient http, Clock clock, boolean claudeCode) {
    AnthropicGrouping grouping = AnthropicGrouping.of(settings.options().get("group_by"));
    AnthropicApi api = new AnthropicApi(settings, http, Map.of());
    AnthropicApi usageApi =
        grouping.has("speed") ? new AnthropicApi(settings, http, SPEED_BETA) : api;
    AnthropicReport usage = AnthropicReport.usage(usageApi, clock, grouping);
    AnthropicReport costs = AnthropicReport.costs(api, clock);
    AssembledProvider.Parts parts =
        new AssembledProvider.Parts("anthropic", settings.name())
            .report("usage", Layer.METERED, Rhythm.hours(7, 3, 1), usage::fetch)
            .report("costs", Layer.BILLED, Rhythm.days(31, 7, 2), costs::fetch);
    if (claudeCode) {
      AnthropicClaudeCode report = new AnthropicClaudeCode(api);
      Rhythm days = Rhythm.days(7, 2, 1).told(Timeliness.HOURLY);
      parts.report("claude_code", Layer.ATTRIBUTED, days, report::fetch);
    }
    addNames(parts, grouping.dimensions(), new AnthropicNames(api));
    return parts.checkedBy(() -> api.get(api.url("me").build()));
  }

  /** Users only when usage is split by them: their names are personal, so not asked for idly. */
  private static void addNames(
      AssembledProvider.Parts parts, List<String> groupBy, AnthropicNames names) {
    parts.names(Dimension.PROJECT, names::workspaces);
    if (groupBy.contains("api_key_id")) {
      parts.names(Dimension.KEY, names::keys);
    }
    if (groupBy.contains("account_id") || groupBy.contains("actor")) {
      parts.names(Dimension.USER, names::users);
    }
  }
}

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
import java.util.EnumSet;
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
 * </ul>
 */
final class AnthropicProvider implements Provider {
  static final ProviderType TYPE =
      new ProviderType(
          "anthropic",
          "https://api.anthropic.com",
          "ANTHROPIC_ADMIN_KEY",
          Pattern.compile("sk-ant-admin[0-9]{2}-[A-Za-z0-9_-]+"),
          AnthropicApi.KEY_HINT,
          Set.of("group_by", "version"),
          AnthropicProvider::new);

  /** Without it usage cannot be split by speed. */
  private static final Map<String, String> SPEED_BETA =
      Map.of("anthropic-beta", "fast-mode-2026-02-01");

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  private final String name;
  private final Source usage;
  private final Source costs;
  private final AnthropicGrouping grouping;
  private final AnthropicApi api;
  private final AnthropicReport usageReport;
  private final AnthropicReport costReport;
  private final AnthropicNames names;

  AnthropicProvider(ProviderSettings settings, JsonClient http, Clock clock) {
    this.name = settings.name();
    this.usage =
        new Source(
            name + ":usage",
            name,
            Layer.METERED,
            Timeliness.HOURLY,
            HOUR,
            DAY.multipliedBy(7),
            DAY.multipliedBy(3),
            DAY);
    this.costs =
        new Source(
            name + ":costs",
            name,
            Layer.BILLED,
            Timeliness.DAILY,
            DAY,
            DAY.multipliedBy(31),
            DAY.multipliedBy(7),
            DAY.multipliedBy(2));
    this.grouping = AnthropicGrouping.of(settings.options().get("group_by"));
    this.api = new AnthropicApi(settings, http, Map.of());
    this.usageReport =
        AnthropicReport.usage(
            grouping.has("speed") ? new AnthropicApi(settings, http, SPEED_BETA) : api,
            clock,
            grouping);
    this.costReport = AnthropicReport.costs(api, clock);
    this.names = new AnthropicNames(api);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Source> sources() {
    return List.of(usage, costs);
  }

  @Override
  public List<ReportedBucket> fetch(Source source, ChargePeriod window)
      throws ProviderException, InterruptedException {
    if (source.name().equals(usage.name())) {
      return usageReport.fetch(window);
    }
    if (source.name().equals(costs.name())) {
      return costReport.fetch(window);
    }
    throw new IllegalArgumentException(name + " has no source " + source.name());
  }

  /** Users only when usage is split by them: their names are personal, so not asked for idly. */
  @Override
  public Set<Dimension> namedDimensions() {
    EnumSet<Dimension> named = EnumSet.of(Dimension.PROJECT);
    if (grouping.has("api_key_id")) {
      named.add(Dimension.KEY);
    }
    if (grouping.has("account_id")) {
      named.add(Dimension.USER);
    }
    return Set.copyOf(named);
  }

  @Override
  public Map<String, String> names(Dimension dimension)
      throws ProviderException, InterruptedException {
    return names.of(dimension);
  }

  @Override
  public void check() throws ProviderException, InterruptedException {
    api.get(api.url("me").build());
  }

  @Override
  public String toString() {
    return "anthropic provider " + name;
  }
}

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
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A LiteLLM proxy of the operator's own (BerriAI/litellm 1.109.1, its source, read 2026-11-21).
 *
 * <ul>
 *   <li>{@code NAME:activity}: {@code /user/daily/activity/aggregated}, UTC days by model and key;
 *       where the proxy is too old for it, the pages of {@code /user/daily/activity}.
 *   <li>{@code NAME:logs}, with {@code logs = true}: {@code /spend/logs/v2}, every call, added up
 *       by UTC hour, model, key, team, user and feature: the attributed view. Its rows vanish by
 *       the proxy's retention, while the days stay.
 * </ul>
 *
 * Spend is the proxy's own estimate in dollars, written some 10 s after a call; the last two days
 * still grow.
 */
final class LiteLlmProvider implements Provider {
  private static final String KEY_HINT =
      "use the proxy's master key, or a virtual key of a user with the role proxy_admin_viewer;"
          + " another key sees only its own spend";

  static final ProviderType TYPE =
      new ProviderType(
          "litellm",
          "http://127.0.0.1:4000",
          "LITELLM_API_KEY",
          Pattern.compile("sk-\\S+"),
          KEY_HINT,
          Set.of("header", "logs", "feature_tag", "requests_per_minute"),
          LiteLlmProvider::new);

  /** A proxy that serves calls is not to be kept busy with reports. */
  private static final int REQUESTS_PER_MINUTE = 60;

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  private final String name;
  private final Source activity;
  private final Source logs;
  private final boolean withLogs;
  private final VendorApi api;
  private final Clock clock;
  private final LiteLlmActivity activityReport;
  private final LiteLlmLogs logReport;
  private final LiteLlmNames names;

  LiteLlmProvider(ProviderSettings settings, JsonClient http, Clock clock) {
    AdapterOptions options = new AdapterOptions(settings.options());
    this.name = settings.name();
    this.clock = clock;
    this.withLogs = options.flag("logs", false);
    String header =
        options.text("header", "Authorization", "[A-Za-z0-9-]{1,64}", "a header's name");
    this.api =
        new VendorApi(settings, KEY_HINT, http, Map.of(header, "Bearer " + settings.key().reveal()))
            .paced(options.pacing(REQUESTS_PER_MINUTE));
    this.activityReport = new LiteLlmActivity(name, api);
    this.logReport = new LiteLlmLogs(api, options.text("feature_tag", ""));
    this.names = new LiteLlmNames(api);
    this.activity =
        new Source(
            name + ":activity",
            name,
            Layer.METERED,
            Timeliness.HOURLY,
            DAY,
            DAY.multipliedBy(31),
            DAY.multipliedBy(2),
            DAY);
    this.logs =
        new Source(
            name + ":logs", name, Layer.ATTRIBUTED, Timeliness.REALTIME, HOUR, DAY, HOUR, HOUR);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Source> sources() {
    List<Source> sources = new ArrayList<>();
    if (withLogs) {
      sources.add(logs);
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
    if (source.name().equals(logs.name())) {
      return logReport.fetch(window);
    }
    throw new IllegalArgumentException(name + " has no source " + source.name());
  }

  @Override
  public Set<Dimension> namedDimensions() {
    return Set.of(Dimension.PROJECT, Dimension.KEY);
  }

  @Override
  public Map<String, String> names(Dimension dimension)
      throws ProviderException, InterruptedException {
    return names.of(dimension);
  }

  /** One day of activity; a key that may not see it is refused by the proxy. */
  @Override
  public void check() throws ProviderException, InterruptedException {
    LocalDate today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
    activityReport.page(today, today, 1);
  }

  @Override
  public String toString() {
    return "litellm provider " + name;
  }
}

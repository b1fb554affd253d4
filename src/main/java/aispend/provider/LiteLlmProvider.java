// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.JsonClient;
import aispend.model.Dimension;
import aispend.model.Layer;
import aispend.model.ProviderException;
import aispend.model.Source.Timeliness;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
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
 *   <li>{@code NAME:tags}, with {@code tags = true} in its place: {@code
 *       /tag/daily/activity/export}, UTC days by feature and model.
 *   <li>Budgets: those of {@code /team/list}, {@code /key/list} and {@code /user/list}.
 * </ul>
 *
 * Spend is the proxy's own estimate in dollars, written some 10 s after a call; the last two days
 * still grow.
 */
final class LiteLlmProvider {
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
          Set.of("header", "logs", "tags", "feature_tag", "limits", "requests_per_minute"),
          LiteLlmProvider::create);

  /** A proxy that serves calls is not to be kept busy with reports. */
  private static final int REQUESTS_PER_MINUTE = 60;

  /** Every call by its hour; a call is written some seconds after it ended. */
  private static final Rhythm LOGS =
      new Rhythm(
          Timeliness.REALTIME,
          Duration.ofHours(1),
          Duration.ofDays(1),
          Duration.ofHours(1),
          Duration.ofHours(1));

  private static final Rhythm DAYS = Rhythm.days(31, 2, 1).told(Timeliness.HOURLY);

  private LiteLlmProvider() {}

  private static Provider create(ProviderSettings settings, JsonClient http, Clock clock) {
    AdapterOptions options = new AdapterOptions(settings.options());
    VendorApi api = api(settings, http, options);
    LiteLlmActivity activity = new LiteLlmActivity(settings.name(), api);
    AssembledProvider.Parts parts = new AssembledProvider.Parts("litellm", settings.name());
    addAttributed(parts, settings.name(), api, options, activity);
    parts.report("activity", Layer.METERED, DAYS, activity::fetch);
    LiteLlmDirectory directory = new LiteLlmDirectory(settings.name(), api);
    if (options.flag("limits", true)) {
      parts.limits(directory::limits);
    }
    return parts
        .names(Dimension.PROJECT, directory::teamNames)
        .names(Dimension.KEY, directory::keyNames)
        .names(Dimension.USER, directory::userNames)
        .checkedBy(() -> check(activity, clock));
  }

  /** Which features and users calls were for: by the log of calls, or by the days' tags. */
  private static void addAttributed(
      AssembledProvider.Parts parts,
      String name,
      VendorApi api,
      AdapterOptions options,
      LiteLlmActivity activity) {
    String prefix = options.text("feature_tag", "");
    boolean logs = options.flag("logs", false);
    if (options.flag("tags", false)) {
      if (logs || prefix.isEmpty()) {
        throw options.wrong(
            "tags", "false where logs tells of the same calls, or feature_tag is not set");
      }
      parts.report(
          "tags", Layer.ATTRIBUTED, DAYS, new LiteLlmTags(name, api, prefix, activity)::fetch);
    }
    if (logs) {
      parts.report("logs", Layer.ATTRIBUTED, LOGS, new LiteLlmLogs(api, prefix)::fetch);
    }
  }

  private static VendorApi api(ProviderSettings settings, JsonClient http, AdapterOptions options) {
    String header =
        options.text("header", "Authorization", "[A-Za-z0-9-]{1,64}", "a header's name");
    return new VendorApi(
            settings, KEY_HINT, http, Map.of(header, "Bearer " + settings.key().reveal()))
        .paced(options.pacing(REQUESTS_PER_MINUTE));
  }

  /** One day of activity; a key that may not see it is refused by the proxy. */
  private static void check(LiteLlmActivity activity, Clock clock)
      throws ProviderException, InterruptedException {
    LocalDate today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
    activity.page(today, today, 1);
  }
}

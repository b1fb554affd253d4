// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.JsonClient;
import aispend.http.Pacing;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Layer;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.model.ReportedBucket;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/**
 * OpenAI's organization usage and costs (API reference "Usage", OpenAPI document 2.3.0 of
 * 2026-08-21, openai-python 3.52.0; read 2026-11-21).
 *
 * <p>{@code NAME:usage}: eleven reports of tokens, calls and units in UTC hours, up to 168 at once,
 * each a part of its own. {@code NAME:costs}: dollars by UTC day, project, line item and, where the
 * organization may, key. Neither states when numbers are final; hours appear within minutes, costs
 * of past days are revised, so usage is read 3 and costs 7 days back, and 48 hours count as
 * settled.
 *
 * <p>Needs an admin key ({@code sk-admin-...}), sent as a bearer token; one key is one
 * organization. Errors are {@code {"error":{"message":..}}}. A 429 often comes without Retry-After;
 * then a minute is waited.
 */
final class OpenAiProvider {
  private static final String KEY_HINT =
      "create an admin key (sk-admin-...) at platform.openai.com under Settings > Organization >"
          + " Admin keys, with the scope api.usage.read or all permissions";

  static final ProviderType TYPE =
      new ProviderType(
          "openai",
          "https://api.openai.com",
          "OPENAI_ADMIN_KEY",
          Pattern.compile("sk-admin-[A-Za-z0-9_-]+"),
          KEY_HINT,
          OpenAiOptions.NAMES,
          OpenAiProvider::create);

  private static final String USAGE_PATH = "v1/organization/usage/";
  private static final String COSTS_PATH = "v1/organization/costs";
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  private final String name;
  private final VendorApi api;
  private final Clock clock;
  private final OpenAiOptions options;

  private OpenAiProvider(ProviderSettings settings, JsonClient http, Clock clock) {
    if (settings.baseUrl().endsWith("/v1")) {
      throw new IllegalArgumentException(
          "base_url is '" + settings.baseUrl() + "'; must end before /v1");
    }
    this.name = settings.name();
    this.clock = clock;
    this.options = OpenAiOptions.of(settings.options());
    this.api = VendorApi.bearer(settings, KEY_HINT, http).paced(options.reports());
  }

  private static Provider create(ProviderSettings settings, JsonClient http, Clock clock) {
    return new OpenAiProvider(settings, http, clock).assembled();
  }

  private Provider assembled() {
    List<OpenAiReport> usage = options.endpoints().stream().map(this::usageReport).toList();
    OpenAiReport costs = new OpenAiReport(name, api.paced(options.reports()), costs());
    Pacing pace = options.lookups();
    OpenAiNames names = new OpenAiNames(name, api.paced(pace), api.paced(pace), api.paced(pace));
    AssembledProvider.Parts parts = new AssembledProvider.Parts("openai", name);
    if (options.limits()) {
      parts.limits(new OpenAiLimits(api.paced(pace), names::allProjects)::limits);
    }
    return parts
        .report("usage", Layer.METERED, Rhythm.hours(7, 3, 2), window -> all(usage, window))
        .report("costs", Layer.BILLED, Rhythm.days(31, 7, 2), costs::fetch)
        .names(Dimension.PROJECT, names::projects)
        .names(Dimension.USER, names::users)
        .names(Dimension.KEY, names::keys)
        .checkedBy(this::check);
  }

  private static List<ReportedBucket> all(List<OpenAiReport> reports, ChargePeriod window)
      throws ProviderException, InterruptedException {
    List<ReportedBucket> buckets = new ArrayList<>();
    for (OpenAiReport report : reports) {
      buckets.addAll(report.fetch(window));
    }
    return List.copyOf(buckets);
  }

  private void check() throws ProviderException, InterruptedException {
    long today = ChargePeriod.dayOf(clock.instant()).start().getEpochSecond();
    JsonNode answer =
        api.get(
            api.url(USAGE_PATH + OpenAiEndpoint.COMPLETIONS.code())
                .addQueryParameter("start_time", Long.toString(today))
                .addQueryParameter("bucket_width", "1d")
                .addQueryParameter("limit", "1")
                .build());
    if (!answer.path("data").isArray()) {
      throw new ProviderException(
          name,
          Kind.BAD_RESPONSE,
          name + " answers, but not with a usage report; check base_url " + api.url("").build());
    }
  }

  private OpenAiReport usageReport(OpenAiEndpoint endpoint) {
    List<String> fine = endpoint.groupBy(options.byApiSource());
    List<String> coarse = endpoint.groupBy(false);
    OpenAiReport.Shape shape =
        new OpenAiReport.Shape(
            endpoint.code(),
            USAGE_PATH + endpoint.code(),
            HOUR,
            "1h",
            endpoint.rowObject(),
            endpoint.optional(),
            groupParameter(),
            fine.equals(coarse) ? List.of(fine) : List.of(fine, coarse),
            row -> OpenAiRow.usage(endpoint, row));
    return new OpenAiReport(name, api.paced(options.reports()), shape);
  }

  private OpenAiReport.Shape costs() {
    return new OpenAiReport.Shape(
        "costs",
        COSTS_PATH,
        DAY,
        "1d",
        "organization.costs.result",
        false,
        groupParameter(),
        costGroupings(),
        OpenAiRow::costs);
  }

  /** From fine to coarse; users go first, as not every organization may have them by project. */
  private List<List<String>> costGroupings() {
    List<String> groups = new ArrayList<>(List.of("project_id", "line_item"));
    Deque<List<String>> fromFine = new ArrayDeque<>(List.of(List.copyOf(groups)));
    if (options.costsByKey() || options.byApiSource()) {
      if (options.costsByKey()) {
        groups.add("api_key_id");
      }
      if (options.byApiSource()) {
        groups.add("api_source");
      }
      fromFine.addFirst(List.copyOf(groups));
    }
    if (options.costsByUser()) {
      groups.add("user_id");
      fromFine.addFirst(List.copyOf(groups));
    }
    return List.copyOf(fromFine);
  }

  private String groupParameter() {
    return options.brackets() ? "group_by[]" : "group_by";
  }
}

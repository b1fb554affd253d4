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
import aispend.model.Source;
import aispend.model.Source.Timeliness;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
final class OpenAiProvider implements Provider {
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
          OpenAiProvider::new);

  private static final String USAGE_PATH = "v1/organization/usage/";
  private static final String COSTS_PATH = "v1/organization/costs";
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  private final String name;
  private final Source usage;
  private final Source costs;
  private final VendorApi api;
  private final Clock clock;
  private final OpenAiOptions options;
  private final List<OpenAiReport> usageReports;
  private final OpenAiReport costReport;
  private final OpenAiNames names;

  OpenAiProvider(ProviderSettings settings, JsonClient http, Clock clock) {
    if (settings.baseUrl().endsWith("/v1")) {
      throw new IllegalArgumentException(
          "base_url is '" + settings.baseUrl() + "'; must end before /v1");
    }
    this.name = settings.name();
    this.clock = clock;
    this.options = OpenAiOptions.of(settings.options());
    Map<String, String> headers = Map.of("Authorization", "Bearer " + settings.key().reveal());
    this.api = new VendorApi(settings, KEY_HINT, http, headers).paced(options.reports());
    this.usage = source("usage", Layer.METERED, HOUR, Duration.ofDays(7), Duration.ofDays(3));
    this.costs = source("costs", Layer.BILLED, DAY, Duration.ofDays(31), Duration.ofDays(7));
    this.usageReports = options.endpoints().stream().map(this::usageReport).toList();
    this.costReport = new OpenAiReport(name, api.paced(options.reports()), costs());
    Pacing pace = options.lookups();
    this.names = new OpenAiNames(name, api.paced(pace), api.paced(pace), api.paced(pace));
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
    if (source.name().equals(costs.name())) {
      return costReport.fetch(window);
    }
    if (!source.name().equals(usage.name())) {
      throw new IllegalArgumentException(source.name() + " is not a source of " + name);
    }
    List<ReportedBucket> buckets = new ArrayList<>();
    for (OpenAiReport report : usageReports) {
      buckets.addAll(report.fetch(window));
    }
    return List.copyOf(buckets);
  }

  @Override
  public Set<Dimension> namedDimensions() {
    return Set.of(Dimension.PROJECT, Dimension.USER, Dimension.KEY);
  }

  @Override
  public Map<String, String> names(Dimension dimension)
      throws ProviderException, InterruptedException {
    if (dimension == Dimension.PROJECT) {
      return names.projects();
    }
    if (dimension == Dimension.USER) {
      return names.users();
    }
    if (dimension == Dimension.KEY) {
      return names.keys();
    }
    throw new IllegalArgumentException(name + " has no names for " + dimension.code());
  }

  @Override
  public void check() throws ProviderException, InterruptedException {
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

  @Override
  public String toString() {
    return "openai provider " + name;
  }

  private Source source(
      String part, Layer layer, Duration bucket, Duration maxWindow, Duration lookback) {
    return new Source(
        name + ":" + part,
        name,
        layer,
        bucket.equals(HOUR) ? Timeliness.HOURLY : Timeliness.DAILY,
        bucket,
        maxWindow,
        lookback,
        Duration.ofDays(2));
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
    List<String> coarse = List.of("project_id", "line_item");
    List<String> fine = new ArrayList<>(coarse);
    if (options.costsByKey()) {
      fine.add("api_key_id");
    }
    if (options.byApiSource()) {
      fine.add("api_source");
    }
    return new OpenAiReport.Shape(
        "costs",
        COSTS_PATH,
        DAY,
        "1d",
        "organization.costs.result",
        false,
        groupParameter(),
        fine.equals(coarse) ? List.of(coarse) : List.of(List.copyOf(fine), coarse),
        OpenAiRow::costs);
  }

  private String groupParameter() {
    return options.brackets() ? "group_by[]" : "group_by";
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.AnswerRules;
import aispend.http.JsonClient;
import aispend.http.Pacing;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Layer;
import aispend.model.ProviderException;
import aispend.model.ReportedBucket;
import aispend.model.Source;
import aispend.model.Source.Timeliness;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import okhttp3.HttpUrl;

/**
 * Azure OpenAI and AI Foundry (Microsoft Learn "Query - Usage", API version 2025-03-01, and
 * "Supported metrics for Microsoft.CognitiveServices/accounts", read 2026-11-21).
 *
 * <ul>
 *   <li>{@code NAME:costs}: Cost Management's query by UTC day, 8 to 24 hours late, moving until
 *       some 72 hours behind the end of the month.
 *   <li>{@code NAME:usage}, where {@code resources} are named: Azure Monitor's tokens by hour.
 * </ul>
 *
 * Both are asked with tokens of an application (client credentials). A question of days is silently
 * cut to a month back from its end, and a month may have 28 days; no window is longer.
 */
final class AzureOpenAiProvider implements Provider {
  private static final String KEY_HINT =
      "create a client secret at portal.azure.com under App registrations > Certificates & secrets,"
          + " and give the application the role Cost Management Reader on options.scope (Monitoring"
          + " Reader too for options.resources)";

  static final ProviderType TYPE =
      new ProviderType(
          "azure-openai",
          "https://management.azure.com",
          "AZURE_CLIENT_SECRET",
          Pattern.compile("[\\x21-\\x7e]{16,}"),
          KEY_HINT,
          Set.of(
              "tenant_id",
              "client_id",
              "scope",
              "resources",
              "group_by",
              "cost_type",
              "measure",
              "filter_by",
              "filter_values",
              "days_per_query",
              "client_type",
              "login_url",
              "token_scope",
              "requests_per_minute"),
          AzureOpenAiProvider::new);

  private static final int REQUESTS_PER_MINUTE = 4;
  private static final int METRICS_PER_MINUTE = 60;
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private static final List<String> WAIT_HEADERS =
      Stream.of("qpu", "entity", "tenant", "clienttype", "client")
          .map(who -> "x-ms-ratelimit-microsoft.costmanagement-" + who + "-retry-after")
          .toList();

  private final String name;
  private final Source costs;
  private final Source usage;
  private final boolean metered;
  private final Clock clock;
  private final AzureCosts bills;
  private final AzureMetrics metrics;

  AzureOpenAiProvider(ProviderSettings settings, JsonClient http, Clock clock) {
    AdapterOptions options = new AdapterOptions(settings.options());
    this.name = settings.name();
    this.clock = clock;
    AnswerRules rules =
        AnswerRules.USUAL.withSecrets(List.of(settings.key())).withWaitHeaders(WAIT_HEADERS);
    AccessTokens tokens =
        AzureLogin.of(settings, options, "https://management.azure.com/.default")
            .tokens(http, clock);
    TokenApi api = new TokenApi(settings, KEY_HINT, http, tokens, rules);
    HttpUrl base = TokenApi.url("base_url", settings.baseUrl());
    this.bills =
        new AzureCosts(
            api.paced(options.pacing(REQUESTS_PER_MINUTE)),
            query(base, options),
            AzureQuestion.of(options),
            clientType(options));
    List<String> resources = resources(options);
    this.metered = !resources.isEmpty();
    this.metrics =
        new AzureMetrics(
            api.paced(new Pacing(METRICS_PER_MINUTE, Duration.ofMinutes(1))), base, resources);
    this.costs =
        new Source(
            name + ":costs",
            name,
            Layer.BILLED,
            Timeliness.DAILY,
            DAY,
            DAY.multipliedBy(options.number("days_per_query", 28, 1, 28)),
            DAY.multipliedBy(5),
            DAY.multipliedBy(3));
    this.usage =
        new Source(
            name + ":usage",
            name,
            Layer.METERED,
            Timeliness.HOURLY,
            HOUR,
            DAY.multipliedBy(7),
            DAY,
            HOUR.multipliedBy(3));
  }

  private static HttpUrl query(HttpUrl base, AdapterOptions options) {
    String scope =
        options.text(
            "scope",
            "",
            "/?(subscriptions|providers/Microsoft\\.(Management|Billing))/[A-Za-z0-9_./:-]+",
            "like subscriptions/ID or providers/Microsoft.Billing/billingAccounts/ID");
    return base.newBuilder()
        .addPathSegments(scope.startsWith("/") ? scope.substring(1) : scope)
        .addPathSegments("providers/Microsoft.CostManagement/query")
        .addQueryParameter("api-version", "2025-03-01")
        .build();
  }

  private static List<String> resources(AdapterOptions options) {
    List<String> resources = options.list("resources", "");
    if (!resources.stream().allMatch(AzureResource::isOne)) {
      throw options.wrong(
          "resources",
          "ids like /subscriptions/ID/resourceGroups/RG/providers"
              + "/Microsoft.CognitiveServices/accounts/NAME");
    }
    return resources;
  }

  private static Map<String, String> clientType(AdapterOptions options) {
    String type = options.text("client_type", "", "[A-Za-z0-9._-]{0,60}", "a plain name");
    return type.isEmpty() ? Map.of() : Map.of("ClientType", type);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Source> sources() {
    return metered ? List.of(usage, costs) : List.of(costs);
  }

  @Override
  public List<ReportedBucket> fetch(Source source, ChargePeriod window)
      throws ProviderException, InterruptedException {
    if (source.name().equals(costs.name())) {
      return bills.fetch(window);
    }
    if (metered && source.name().equals(usage.name())) {
      return metrics.fetch(window);
    }
    throw new IllegalArgumentException(name + " has no source " + source.name());
  }

  @Override
  public Set<Dimension> namedDimensions() {
    return Set.of();
  }

  @Override
  public Map<String, String> names(Dimension dimension) {
    throw new IllegalArgumentException(name + " has no names for " + dimension.code());
  }

  @Override
  public void check() throws ProviderException, InterruptedException {
    Instant today = clock.instant().truncatedTo(ChronoUnit.DAYS);
    bills.fetch(new ChargePeriod(today, today.plus(DAY)));
  }

  @Override
  public String toString() {
    return "azure-openai provider " + name;
  }
}

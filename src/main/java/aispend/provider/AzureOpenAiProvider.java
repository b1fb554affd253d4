// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.AnswerRules;
import aispend.http.JsonClient;
import aispend.http.Pacing;
import aispend.model.ChargePeriod;
import aispend.model.Layer;
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
final class AzureOpenAiProvider {
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
              "cached_metric",
              "requests_metric",
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
          AzureOpenAiProvider::create);

  private static final int REQUESTS_PER_MINUTE = 4;
  private static final int METRICS_PER_MINUTE = 60;

  private static final Rhythm USAGE =
      new Rhythm(
          Timeliness.HOURLY,
          Duration.ofHours(1),
          Duration.ofDays(7),
          Duration.ofDays(1),
          Duration.ofHours(3));

  private static final List<String> WAIT_HEADERS =
      Stream.of("qpu", "entity", "tenant", "clienttype", "client")
          .map(who -> "x-ms-ratelimit-microsoft.costmanagement-" + who + "-retry-after")
          .toList();

  private AzureOpenAiProvider() {}

  private static Provider create(ProviderSettings settings, JsonClient http, Clock clock) {
    AdapterOptions options = new AdapterOptions(settings.options());
    AnswerRules rules =
        AnswerRules.USUAL.withSecrets(List.of(settings.key())).withWaitHeaders(WAIT_HEADERS);
    AccessTokens tokens =
        AzureLogin.of(settings, options, "https://management.azure.com/.default")
            .tokens(http, clock);
    TokenApi api = new TokenApi(settings, KEY_HINT, http, tokens, rules);
    HttpUrl base = TokenApi.url("base_url", settings.baseUrl());
    AzureCosts costs =
        new AzureCosts(
            api.paced(options.pacing(REQUESTS_PER_MINUTE)),
            query(base, options),
            AzureQuestion.of(options),
            clientType(options));
    AssembledProvider.Parts parts = new AssembledProvider.Parts("azure-openai", settings.name());
    List<String> resources = resources(options);
    AzureMetrics.More more = AzureMetrics.More.of(options);
    if (!resources.isEmpty()) {
      TokenApi monitor = api.paced(new Pacing(METRICS_PER_MINUTE, Duration.ofMinutes(1)));
      AzureMetrics metrics = new AzureMetrics(monitor, base, resources, more);
      parts.report("usage", Layer.METERED, USAGE, metrics::fetch);
    }
    int days = options.number("days_per_query", 28, 1, 28);
    return parts
        .report("costs", Layer.BILLED, Rhythm.days(days, 5, 3), costs::fetch)
        .checkedBy(() -> costs.fetch(today(clock)));
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

  private static ChargePeriod today(Clock clock) {
    Instant start = clock.instant().truncatedTo(ChronoUnit.DAYS);
    return new ChargePeriod(start, start.plus(1, ChronoUnit.DAYS));
  }
}

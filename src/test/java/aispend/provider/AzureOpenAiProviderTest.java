// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static aispend.provider.Reported.day;
import static aispend.provider.Reported.hour;
import static aispend.provider.Reported.usd;
import static aispend.provider.VendorServer.json;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import aispend.http.Json;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.ProviderException.Kind;
import aispend.model.ReportedCost;
import aispend.model.ReportedTokens;
import aispend.model.ReportedTokens.Accounting;
import aispend.model.ReportedTokens.CacheWrites;
import aispend.model.ReportedTokens.Modalities;
import aispend.model.ReportedUsage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AzureOpenAiProviderTest extends ProviderContract {
  private static final String COSTS = AzureVendor.COSTS;
  private static final String METRICS = AzureVendor.METRICS;
  private static final ChargePeriod TWO_DAYS =
      Reported.window("2026-11-19T00:00:00Z", "2026-11-21T00:00:00Z");

  @Override
  protected ProviderType type() {
    return AzureOpenAiProvider.TYPE;
  }

  @Override
  protected List<Report> reports() {
    return List.of(costs(), usage());
  }

  @Override
  protected String key() {
    return AzureVendor.KEY;
  }

  /** The secret goes to the exchange alone. */
  @Override
  protected Map<String, String> credential() {
    return Map.of();
  }

  @Override
  protected String emptyPage() {
    return AzureVendor.EMPTY;
  }

  @Override
  protected String scope() {
    return "Cost Management Reader";
  }

  @Override
  protected void prepare(VendorServer vendor) {
    AzureVendor.exchangeTokens(vendor);
  }

  @Override
  protected Map<String, String> options() {
    return AzureVendor.options(vendor());
  }

  private Map<String, String> optionsWith(String option, String value) {
    Map<String, String> options = new HashMap<>(options());
    options.put(option, value);
    return options;
  }

  static Report costs() {
    return new Report(
        "costs",
        "costs",
        COSTS,
        TWO_DAYS,
        Map.of("api-version", "2025-03-01"),
        "$skiptoken",
        Map.of(
            "normal",
                List.of(
                    day(
                        "costs",
                        "2026-11-19",
                        usd(gpt("gpt 5 mini Inp glbl Tokens"), null, null, "12.345678"),
                        usd(gpt("gpt 5 mini Outp glbl Tokens"), null, null, "30.1")),
                    day(
                        "costs",
                        "2026-11-20",
                        usd(
                            meter("prod/search", "text-embedding-3-large Tokens"),
                            null,
                            null,
                            "0.25"))),
            "decimals",
                List.of(
                    day(
                        "costs",
                        "2026-11-19",
                        usd(meter("prod/chat", "a"), null, null, "0.1234567890123"),
                        cost(meter("prod/chat", "b"), "1.50E-7", "EUR"),
                        usd(meter("prod/chat", "c"), null, null, "-4.20"),
                        usd(meter("prod/chat", "d"), null, null, ""))),
            "unknown_things",
                List.of(
                    day(
                        "costs",
                        "2026-11-20",
                        usd(
                            Dimensions.of(Dimension.PROJECT, "urn:other")
                                .with(Dimension.LINE_ITEM, "Telepathy Units"),
                            null,
                            null,
                            "1.0"))),
            "outside_window", List.of(),
            "empty_bucket", List.of()),
        List.of(
            day(
                "costs",
                "2026-11-19",
                usd(meter("prod/chat", "a"), null, null, "1.0"),
                usd(meter("prod/search", "a"), null, null, "2.0")),
            day("costs", "2026-11-20", usd(meter("prod/search", "a"), null, null, "3.0"))));
  }

  private static ReportedUsage cost(Dimensions dimensions, String amount, String currency) {
    return new ReportedUsage(
        dimensions,
        null,
        null,
        Map.of(),
        new ReportedCost(amount, ReportedCost.Unit.MAJOR, currency));
  }

  private static Dimensions gpt(String meter) {
    return meter("prod/chat", meter).with(Dimension.MODEL, "gpt-5-mini");
  }

  private static Dimensions meter(String project, String meter) {
    return Dimensions.of(Dimension.ACCOUNT, "s-1")
        .with(Dimension.PROJECT, project)
        .with(Dimension.LINE_ITEM, meter);
  }

  static Report usage() {
    return Report.whole(
        "usage",
        "usage",
        METRICS,
        Reported.window("2026-11-20T10:00:00Z", "2026-11-20T12:00:00Z"),
        Map.of(
            "timespan", "2026-11-20T10:00:00Z/2026-11-20T12:00:00Z",
            "interval", "PT1H",
            "aggregation", "Total",
            "metricnames", "ProcessedPromptTokens,GeneratedTokens",
            "$filter", "ModelDeploymentName eq '*'"),
        Map.of(
            "normal",
                List.of(
                    hour(
                        "usage",
                        "2026-11-20T10:00:00Z",
                        tokens("embed", ReportedTokens.plain(500L, null), Map.of()),
                        tokens("gpt-5-mini", ReportedTokens.plain(1_200L, 300L), Map.of())),
                    hour("usage", "2026-11-20T11:00:00Z")),
            "unknown_things",
                List.of(
                    hour(
                        "usage",
                        "2026-11-20T10:00:00Z",
                        tokens(
                            "gpt-9",
                            ReportedTokens.plain(null, null),
                            Map.of("ProcessedPromptTokens", "unreadable: 1.5")))),
            "outside_window", List.of(),
            "empty_bucket", List.of(hour("usage", "2026-11-20T10:00:00Z"))));
  }

  private static ReportedUsage tokens(
      String deployment, ReportedTokens tokens, Map<String, String> units) {
    Dimensions dimensions =
        Dimensions.of(Dimension.ACCOUNT, "s-1")
            .with(Dimension.PROJECT, "prod/chat")
            .with(Dimension.REGION, "swedencentral")
            .with(Dimension.MODEL, deployment);
    return new ReportedUsage(dimensions, tokens, null, units, null);
  }

  @Test
  void metricsOfCacheAndCalls_areReadWhereTheyAreNamed() throws Exception {
    Map<String, String> options = new HashMap<>(options());
    options.put("cached_metric", "CachedPromptTokens");
    options.put("requests_metric", "DeploymentCalls");
    vendor().script(METRICS, file("usage_cached.json"));

    assertThat(fetch(provider(options), usage()))
        .containsExactly(
            hour(
                "usage",
                "2026-11-20T10:00:00Z",
                new ReportedUsage(
                    tokens("gpt-5-mini", ReportedTokens.plain(null, null), Map.of()).dimensions(),
                    new ReportedTokens(
                        Accounting.INCLUSIVE,
                        1_200L,
                        null,
                        700L,
                        CacheWrites.NONE,
                        300L,
                        null,
                        Modalities.NONE),
                    9L,
                    Map.of(),
                    null)));
    assertThat(vendor().urls(METRICS).get(0).queryParameter("metricnames"))
        .isEqualTo("ProcessedPromptTokens,GeneratedTokens,CachedPromptTokens,DeploymentCalls");
  }

  @Test
  void question_isOfWholeDaysByResourceAndMeter() throws Exception {
    fetch(costs());

    assertThat(Json.read(body(vendor().requests().get(0))))
        .isEqualTo(
            Json.read(
                """
                {"type":"ActualCost","timeframe":"Custom",
                 "timePeriod":{"from":"2026-11-19T00:00:00Z","to":"2026-11-20T23:59:59Z"},
                 "dataset":{"granularity":"Daily",
                  "aggregation":{"Cost":{"name":"Cost","function":"Sum"}},
                  "grouping":[{"type":"Dimension","name":"ResourceId"},
                              {"type":"Dimension","name":"Meter"}],
                  "filter":{"dimensions":{"name":"ResourceType","operator":"In",
                   "values":["microsoft.cognitiveservices/accounts"]}}}}
                """));
  }

  @Test
  void nextPage_isAskedForByPostWithTheSameBody() throws Exception {
    vendor().script(COSTS, file("costs_two_pages_1.json"), file("costs_two_pages_2.json"));

    fetch(costs());

    List<RecordedRequest> requests = vendor().requests();
    assertThat(requests).extracting(RecordedRequest::getMethod).containsExactly("POST", "POST");
    assertThat(body(requests.get(1))).isEqualTo(body(requests.get(0)));
  }

  @Test
  void noContent_isNoData() throws Exception {
    vendor().script(COSTS, new MockResponse.Builder().code(204).build());

    assertThat(fetch(costs())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{\"name\":\"UsageDate\"}]|[]|no column Cost, only [UsageDate]",
        "[{\"name\":\"Cost\"},{\"name\":\"UsageDate\"},{\"name\":\"ResourceId\"},"
            + "{\"name\":\"Meter\"}]|[[1,\"yesterday\"]]|the UsageDate 'yesterday'",
      })
  void unreadableTable_isBadResponseThatSaysWhy(String columns, String rows, String why) {
    vendor().always(json("{\"properties\":{\"columns\":" + columns + ",\"rows\":" + rows + "}}"));

    assertThat(failure(costs()).kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(failure(costs())).hasMessageContaining(why);
  }

  @Test
  void tagAndService_becomeTeamAndOperation() throws Exception {
    vendor()
        .script(
            COSTS,
            json(
                """
                {"properties":{"columns":[{"name":"CostUSD"},{"name":"UsageDate"},
                  {"name":"ServiceName"},{"name":"TagKey"},{"name":"TagValue"},{"name":"Currency"}],
                 "rows":[[1.5,20261120,"Foundry Models","team","search","EUR"],
                         [2,20261120,"Foundry Models","team","","EUR"]]}}
                """));
    Map<String, String> options = optionsWith("group_by", "ServiceName,tag:team");
    options.put("measure", "CostUSD");

    Dimensions service = Dimensions.of(Dimension.OPERATION, "Foundry Models");
    assertThat(fetch(provider(options), costs()))
        .containsExactly(
            day(
                "costs",
                "2026-11-20",
                usd(service.with(Dimension.TEAM, "search"), null, null, "1.5"),
                usd(service, null, null, "2")));
  }

  @Test
  void withoutResources_onlyTheBillIsRead() {
    assertThat(provider(optionsWith("resources", "")).sources())
        .extracting(source -> source.name())
        .containsExactly("mine:costs");
  }

  private static String body(RecordedRequest request) {
    return requireNonNull(request.getBody()).utf8();
  }
}

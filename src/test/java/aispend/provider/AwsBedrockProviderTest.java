// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static aispend.provider.AwsRows.COSTS;
import static aispend.provider.AwsRows.METRICS;
import static aispend.provider.AwsRows.TWO_HOURS;
import static aispend.provider.AwsRows.cached;
import static aispend.provider.AwsRows.costs;
import static aispend.provider.AwsRows.inference;
import static aispend.provider.AwsRows.tokens;
import static aispend.provider.AwsRows.usage;
import static aispend.provider.Reported.day;
import static aispend.provider.Reported.hour;
import static aispend.provider.Reported.usd;
import static aispend.provider.VendorServer.json;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aispend.http.Json;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.model.ReportedTokens.Accounting;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AwsBedrockProviderTest extends ProviderContract {
  private static final String ID = "AKIAINVENTEDFORTESTS";
  private static final String SECRET = "invented/secret+access+key+0123456789abc";

  @Override
  protected ProviderType type() {
    return AwsBedrockProvider.TYPE;
  }

  @Override
  protected List<Report> reports() {
    return List.of(costs(), usage());
  }

  @Override
  protected String key() {
    return ID + ":" + SECRET;
  }

  /** Requests are signed; the key itself is never sent. */
  @Override
  protected Map<String, String> credential() {
    return Map.of();
  }

  @Override
  protected String emptyPage() {
    return "{\"ResultsByTime\":[],\"MetricDataResults\":[]}";
  }

  @Override
  protected String scope() {
    return "ce:GetCostAndUsage";
  }

  @Override
  protected Map<String, String> options() {
    return Map.of(
        "regions", "eu-central-1", "metrics_url", vendor().baseUrl() + "/monitoring/{region}");
  }

  private Provider with(String... options) {
    Map<String, String> all = new HashMap<>(options());
    for (int i = 0; i < options.length; i += 2) {
      all.put(options[i], options[i + 1]);
    }
    return provider(all);
  }

  @Test
  void costQuestion_isByModelAndKindOfInference() throws Exception {
    fetch(costs());

    RecordedRequest request = vendor().requests().get(0);
    assertThat(request.getHeaders().get("X-Amz-Target"))
        .isEqualTo("AWSInsightsIndexService.GetCostAndUsage");
    assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/x-amz-json-1.1");
    assertThat(body(request))
        .isEqualTo(
            Json.read(
                """
                {"TimePeriod":{"Start":"2026-11-19","End":"2026-11-21"},"Granularity":"DAILY",
                 "Metrics":["UnblendedCost"],
                 "GroupBy":[{"Type":"PRODUCT_ATTRIBUTE","Key":"model"},
                            {"Type":"PRODUCT_ATTRIBUTE","Key":"inferenceType"}],
                 "Filter":{"Dimensions":{"Key":"RECORD_TYPE","Values":["Usage"]}}}
                """));
  }

  @Test
  void metricsQuestion_searchesThreeMetricsByModel() throws Exception {
    fetch(usage());

    RecordedRequest request = vendor().requests().get(0);
    assertThat(request.getHeaders().get("X-Amz-Target"))
        .isEqualTo("GraniteServiceVersion20100801.GetMetricData");
    JsonNode body = body(request);
    assertThat(body.path("StartTime").longValue()).isEqualTo(TWO_HOURS.start().getEpochSecond());
    assertThat(body.path("EndTime").longValue()).isEqualTo(TWO_HOURS.end().getEpochSecond());
    assertThat(body.path("MetricDataQueries"))
        .hasSize(3)
        .contains(
            Json.read(
                """
                {"Id":"input","Label":"${PROP('Dim.ModelId')}","Expression":
                 "SEARCH('{AWS/Bedrock,ModelId} MetricName=\\"InputTokenCount\\"', 'Sum', 3600)"}
                """));
  }

  @ParameterizedTest
  @CsvSource({"false, EXCLUSIVE", "true, INCLUSIVE"})
  void metricsOfCaches_areReadWhereTheyAreNamed(String included, Accounting accounting)
      throws Exception {
    vendor().script(METRICS, file("usage_cached.json"));

    Provider provider =
        with(
            "cache_read_metric",
            "CacheReadInputTokenCount",
            "cache_write_metric",
            "CacheWriteInputTokenCount",
            "input_includes_cached",
            included);

    assertThat(fetch(provider, usage()))
        .containsExactly(
            hour(
                "usage",
                "2026-11-20T10:00:00Z",
                cached("amazon.nova-pro-v1:0", accounting, 100L, 30L, 20L)));
    JsonNode queries = body(vendor().requests().get(0)).path("MetricDataQueries");
    assertThat(queries)
        .hasSize(5)
        .contains(
            Json.read(
                """
                {"Id":"read","Label":"${PROP('Dim.ModelId')}","Expression":
                 "SEARCH('{AWS/Bedrock,ModelId} MetricName=\\"CacheReadInputTokenCount\\"', 'Sum', 3600)"}
                """));
  }

  /** Worked out once more as AWS documents it, without its own signer. */
  @ParameterizedTest
  @ValueSource(strings = {"costs", "usage"})
  void signature_isTheOneOfTheDocumentation(String source) throws Exception {
    boolean costs = source.equals("costs");
    fetch(costs ? costs() : usage());

    RecordedRequest request = vendor().requests().get(0);
    String scope =
        costs
            ? "20261121/us-east-1/ce/aws4_request"
            : "20261121/eu-central-1/monitoring/aws4_request";
    String authorization = requireNonNull(request.getHeaders().get("Authorization"));
    String signedHeaders = authorization.replaceAll(".*SignedHeaders=([^,]*),.*", "$1");
    assertThat(List.of(signedHeaders.split(";", -1)))
        .contains("content-type", "host", "x-amz-date", "x-amz-target");
    assertThat(authorization)
        .isEqualTo(
            "AWS4-HMAC-SHA256 Credential="
                + ID
                + "/"
                + scope
                + ", SignedHeaders="
                + signedHeaders
                + ", Signature="
                + AwsSignature.of(request, signedHeaders, scope, SECRET));
    assertThat(request.getHeaders().get("X-Amz-Date")).isEqualTo("20261121T123456Z");
  }

  @Test
  void pages_areFollowedByTheTokenInTheBody() throws Exception {
    vendor().script(COSTS, file("costs_two_pages_1.json"), file("costs_two_pages_2.json"));
    vendor().script(METRICS, file("usage_two_pages_1.json"), file("usage_two_pages_2.json"));

    assertThat(fetch(costs()))
        .containsExactly(
            day(
                "costs",
                "2026-11-19",
                usd(inference("a", "x"), null, null, "1.0"),
                usd(inference("b", "x"), null, null, "2.0")),
            day("costs", "2026-11-20", usd(inference("b", "x"), null, null, "3.0")));
    assertThat(fetch(usage()))
        .containsExactly(
            hour(
                "usage",
                "2026-11-20T10:00:00Z",
                tokens("anthropic.claude-sonnet-5-v1:0", 5L, 7L, null)),
            hour(
                "usage",
                "2026-11-20T11:00:00Z",
                tokens("anthropic.claude-sonnet-5-v1:0", 6L, null, null)));
    assertThat(body(vendor().requests().get(1)).path("NextPageToken").asText()).isEqualTo("page-2");
    assertThat(body(vendor().requests().get(3)).path("NextToken").asText()).isEqualTo("next-1");
  }

  @Test
  void repeatedToken_isBadResponse() {
    vendor().always(file("costs_two_pages_1.json"));
    assertThat(failure(costs()).kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(vendor().requests()).hasSize(2);

    vendor().always(file("usage_two_pages_1.json"));
    assertThat(failure(usage())).hasMessageContaining("repeats the token");
  }

  @Test
  void throttledBy400_isRetriedAndRefusedBy400IsAuth() throws Exception {
    vendor().script(COSTS, json(400, fixture("rate_limited_429")), file("costs_normal.json"));
    assertThat(fetch(costs())).isEqualTo(costs().expected().get("normal"));
    assertThat(pause().waits()).containsExactly(Duration.ofSeconds(1));

    vendor().script(COSTS, json(400, fixture("refused_401")));
    ProviderException refused = failure(costs());
    assertThat(refused.kind()).isEqualTo(Kind.AUTH);
    assertThat(refused).hasMessageContainingAll("MY_ADMIN_KEY", "security token", "IAM");
  }

  private String fixture(String name) {
    return VendorServer.fixture("aws-bedrock/" + name + ".json");
  }

  @Test
  void secretAlone_isInNoMessage() {
    vendor().always(json(400, "{\"message\":\"bad: " + SECRET + "\"}"));

    assertThat(failure(costs())).hasMessageNotContaining(SECRET).hasMessageContaining("***");
  }

  @Test
  void costs_areNotPaidForTwiceWithinHours() throws Exception {
    vendor().script(COSTS, file("costs_normal.json"), file("costs_empty_bucket.json"));
    Provider provider = provider();

    assertThat(fetch(provider, costs())).isEqualTo(fetch(provider, costs()));
    assertThat(vendor().urls(COSTS)).hasSize(1);
    Provider eager = with("costs_every_hours", "0");
    fetch(eager, costs());
    fetch(eager, costs());
    assertThat(vendor().urls(COSTS)).hasSize(3);
  }

  @Test
  void paidCalls_endWithTheDaysCap() {
    vendor().always(file("costs_two_pages_1.json"));
    Provider provider = with("paid_calls_per_day", "1");

    ProviderException failure =
        catchThrowableOfType(ProviderException.class, () -> fetch(provider, costs()));

    assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
    assertThat(failure).hasMessageContaining("as often as options.paid_calls_per_day allows");
    assertThat(vendor().requests()).hasSize(1);
  }

  @Test
  void daysBeforeAttributesWereKnown_areNotAskedFor() throws Exception {
    Provider provider = provider();

    assertThat(
            provider.fetch(
                provider.sources().get(1),
                Reported.window("2026-08-01T00:00:00Z", "2026-09-01T00:00:00Z")))
        .isEmpty();
    assertThat(vendor().requests()).isEmpty();
    provider.fetch(
        provider.sources().get(1), Reported.window("2026-08-20T00:00:00Z", "2026-09-04T00:00:00Z"));
    assertThat(body(vendor().requests().get(0)).path("TimePeriod").path("Start").asText())
        .isEqualTo("2026-09-01");
  }

  @Test
  void groupedByService_marketplaceModelsAreReadAndOtherServicesAreNot() throws Exception {
    vendor()
        .script(
            COSTS,
            json(
                """
                {"ResultsByTime":[{"TimePeriod":{"Start":"2026-11-20","End":"2026-11-21"},"Groups":[
                 {"Keys":["Claude Sonnet 4.5 (Amazon Bedrock Edition)","team$search"],
                  "Metrics":{"UnblendedCost":{"Amount":"7","Unit":"USD"}}},
                 {"Keys":["Amazon Bedrock","team$"],
                  "Metrics":{"UnblendedCost":{"Amount":"2","Unit":"USD"}}},
                 {"Keys":["Amazon EC2","team$search"],
                  "Metrics":{"UnblendedCost":{"Amount":"900","Unit":"USD"}}}]}]}
                """));

    assertThat(fetch(with("group_by", "SERVICE,tag:team"), costs()))
        .containsExactly(
            day(
                "costs",
                "2026-11-20",
                usd(
                    Dimensions.of(Dimension.OPERATION, "Claude Sonnet 4.5 (Amazon Bedrock Edition)")
                        .with(Dimension.MODEL, "Claude Sonnet 4.5")
                        .with(Dimension.TEAM, "search"),
                    null,
                    null,
                    "7"),
                usd(Dimensions.of(Dimension.OPERATION, "Amazon Bedrock"), null, null, "2")));
    assertThat(body(vendor().requests().get(0)).path("GroupBy").toString())
        .isEqualTo(
            "[{\"Type\":\"DIMENSION\",\"Key\":\"SERVICE\"},{\"Type\":\"TAG\",\"Key\":\"team\"}]");
  }

  @Test
  void services_areAskedForByName() throws Exception {
    fetch(
        with("group_by", "tag:CostCentre=project", "services", "Amazon Bedrock, Claude 5"),
        costs());

    assertThat(body(vendor().requests().get(0)).path("Filter"))
        .isEqualTo(
            Json.read(
                """
                {"And":[{"Dimensions":{"Key":"SERVICE","Values":["Amazon Bedrock","Claude 5"]}},
                        {"Dimensions":{"Key":"RECORD_TYPE","Values":["Usage"]}}]}
                """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"MetricDataResults\":[],\"Messages\":[{\"Code\":\"MaxMetricsExceeded\"}]}"
            + "|MaxMetricsExceeded",
        "{\"MetricDataResults\":[{\"StatusCode\":\"Forbidden\"}]}|StatusCode 'Forbidden'",
        "{\"MetricDataResults\":[{\"StatusCode\":\"Complete\",\"Timestamps\":[1],\"Values\":[]}]}"
            + "|other times than values",
        "{\"MetricDataResults\":[{\"StatusCode\":\"Complete\",\"Timestamps\":[\"x\"],"
            + "\"Values\":[1]}]}|has the time \"x\"",
        "{\"MetricDataResults\":[{\"StatusCode\":\"PartialData\",\"Label\":\"nova\"}]}"
            + "|the series of nova is partial, and there is no next page",
      })
  void unreadableMetrics_areBadResponseThatSaysWhy(String answer, String why) {
    vendor().script(METRICS, json(answer));

    ProviderException failure = failure(usage());

    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(failure).hasMessageContaining(why);
  }

  @Test
  void withoutRegions_onlyTheBillIsRead() {
    assertThat(with("regions", "").sources())
        .extracting(source -> source.name())
        .containsExactly("mine:costs");
  }

  @ParameterizedTest
  @CsvSource({
    "group_by, 'SERVICE,SERVICE', 'at most two, each once'",
    "group_by, WEATHER, 'at most two, each once'",
    "group_by, tag:CostCentre, 'at most two, each once'",
    "group_by, attribute:mood, 'at most two, each once'",
    "metric, Cost, UnblendedCost",
    "regions, moon, regions like eu-central-1",
    "cache_read_metric, 'a\"b', a metric's name",
    "input_includes_cached, perhaps, true or false",
    "costs_every_hours, 25, from 0 to 24",
  })
  void unusableOption_isRefusedByName(String option, String value, String remedy) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(option, value))
        .withMessageStartingWith("options." + option + " is '" + value + "'; must be " + remedy);
  }

  @Test
  void groupsThatDoNotTellBedrock_needTheServicesNames() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with("group_by", "USAGE_TYPE,LINKED_ACCOUNT"))
        .withMessageStartingWith("options.services is ''; must be set, as nothing");
  }

  private static JsonNode body(RecordedRequest request) throws Exception {
    return Json.read(requireNonNull(request.getBody()).utf8());
  }
}

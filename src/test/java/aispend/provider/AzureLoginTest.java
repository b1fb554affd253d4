// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static aispend.provider.VendorServer.json;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import aispend.model.ProviderException.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How Azure is asked: tokens in place of the secret, its limits, the options. */
final class AzureLoginTest extends ProviderKit {
  private static final Report COSTS = AzureOpenAiProviderTest.costs();
  private static final Report USAGE = AzureOpenAiProviderTest.usage();

  @Override
  protected ProviderType type() {
    return AzureOpenAiProvider.TYPE;
  }

  @Override
  protected List<Report> reports() {
    return List.of();
  }

  @Override
  protected String key() {
    return AzureVendor.KEY;
  }

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

  private Map<String, String> options(String option, String value) {
    Map<String, String> options = new HashMap<>(options());
    options.put(option, value);
    return options;
  }

  @Test
  void token_isExchangedOnceAndCarried() throws Exception {
    Provider provider = provider();

    fetch(provider, COSTS);
    fetch(provider, USAGE);

    assertThat(vendor().exchanges()).hasSize(1);
    assertThat(body(vendor().exchanges().get(0)))
        .isEqualTo(
            "grant_type=client_credentials&client_id=app-1"
                + "&client_secret=inv%7E8Q-invented.for_tests%7E0123456789"
                + "&scope=https%3A%2F%2Fmanagement.azure.com%2F.default");
    assertThat(vendor().requests())
        .allSatisfy(
            request ->
                assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer token-1"));
  }

  @Test
  void tokenThatEndedEarly_isExchangedAnew() throws Exception {
    Provider provider = provider();
    fetch(provider, COSTS);
    vendor().exchange(AzureVendor.TOKEN, request -> AzureVendor.token("token-2"));
    vendor().script(AzureVendor.COSTS, file(401, "refused_401.json"), file("costs_normal.json"));

    assertThat(fetch(provider, COSTS)).isEqualTo(COSTS.expected().get("normal"));

    assertThat(vendor().requests().get(2).getHeaders().get("Authorization"))
        .isEqualTo("Bearer token-2");
  }

  @Test
  void refusedSecret_isAuthAndIsNotQuoted() {
    vendor()
        .exchange(
            AzureVendor.TOKEN,
            request ->
                json(
                    400,
                    "{\"error\":\"invalid_client\",\"error_description\":"
                        + "\"AADSTS7000215: Invalid client secret "
                        + key()
                        + "\"}"));

    var failure = failure(COSTS);

    assertThat(failure.kind()).isEqualTo(Kind.AUTH);
    assertThat(failure)
        .hasMessageContainingAll("MY_ADMIN_KEY", "AADSTS7000215", type().keyHint())
        .hasMessageNotContaining(key());
    assertThat(vendor().requests()).isEmpty();
  }

  @Test
  void throttled_waitsForTheLongestOfAllHeaders() throws Exception {
    String family = "x-ms-ratelimit-microsoft.costmanagement-";
    MockResponse throttled =
        file(429, "rate_limited_429.json")
            .newBuilder()
            .addHeader("Retry-After", "5")
            .addHeader(family + "qpu-retry-after", "11")
            .addHeader(family + "clienttype-retry-after", "38")
            .addHeader(family + "tenant-retry-after", "2")
            .build();
    vendor().script(AzureVendor.COSTS, throttled, file("costs_normal.json"));

    assertThat(fetch(COSTS)).isEqualTo(COSTS.expected().get("normal"));
    assertThat(pause().waits()).containsExactly(Duration.ofSeconds(38));
  }

  @ParameterizedTest
  @CsvSource({
    "tenant_id, '', the id or domain of the directory (tenant)",
    "client_id, '', the id of the application that asks",
    "scope, '', like subscriptions/ID",
    "scope, subscriptions/../x?y, like subscriptions/ID",
    "resources, chat, ids like /subscriptions/ID",
    "group_by, 'Meter,Meter', 'at most two, each once'",
    "group_by, Weather, 'at most two, each once'",
    "group_by, 'tag:a,tag:b', 'at most two, each once'",
    "days_per_query, 29, from 1 to 28",
  })
  void unusableOption_isRefusedByName(String option, String value, String remedy) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider(options(option, value)))
        .withMessageStartingWith("options." + option + " is '" + value + "'; must be " + remedy);
  }

  private static String body(RecordedRequest request) {
    return requireNonNull(request.getBody()).utf8();
  }
}

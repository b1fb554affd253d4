// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FaultsTest {
  private static final String COSTS =
      "/v1/organization/costs?group_by=line_item&start_time=1794614400";
  private static final String COST_REPORT =
      "/v1/organizations/cost_report?group_by[]=description&starting_at=2026-11-14T00:00:00Z";
  private static final String USAGE =
      "/v1/organization/usage/completions?start_time=1794614400&group_by=model";

  private final Simulation simulation = Simulation.ofDays(9);

  @AfterEach
  void stop() {
    simulation.close();
  }

  @ParameterizedTest
  @CsvSource({
    "rate_limited_seconds,retry-after,7",
    "rate_limited_date,retry-after,'Wed, 18 Nov 2026 09:10:37 GMT'",
    "rate_limited_reset,anthropic-ratelimit-requests-reset,2026-11-18T09:10:38Z"
  })
  void rateLimit_saysWhenToComeBack(String fault, String header, String value) throws Exception {
    order(fault, "/v1/organizations/", "\"seconds\":7");

    HttpResponse<String> limited = simulation.ask(COST_REPORT);

    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(limited.headers().firstValue(header)).contains(value);
    assertThat(Json.MAPPER.readTree(limited.body()).at("/error/type").asText())
        .isEqualTo("rate_limit_error");
    assertThat(simulation.ask(COST_REPORT).statusCode()).isEqualTo(200);
  }

  @Test
  void bareRateLimit_hasNoHint() throws Exception {
    order("rate_limited_bare", "/v1/", "\"count\":1");

    HttpResponse<String> limited = simulation.ask(COSTS);

    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(limited.headers().map()).doesNotContainKey("retry-after");
  }

  @Test
  void count_limitsTheFaultAndThePathItsReach() throws Exception {
    order("server_error", "/v1/organization/costs", "\"count\":3");

    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      statuses.add(simulation.ask(COSTS).statusCode());
    }

    assertThat(statuses).containsExactly(500, 500, 500, 200, 200);
    assertThat(simulation.get("/sim/faults").at("/faults/0/fired").asInt()).isEqualTo(3);
    assertThat(simulation.get("/sim/requests").path("requests"))
        .containsExactly(
            Json.MAPPER.readTree(
                "{\"path\":\"/v1/organization/costs\",\"status\":500,"
                    + "\"fault\":\"server_error\",\"count\":3}"),
            Json.MAPPER.readTree(
                "{\"path\":\"/v1/organization/costs\",\"status\":200,"
                    + "\"fault\":null,\"count\":2}"));
  }

  @Test
  void every_firesEachSoManyTimes() throws Exception {
    order("server_error", "/v1/", "\"every\":3");

    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      statuses.add(simulation.ask(COSTS).statusCode());
    }

    assertThat(statuses).containsExactly(200, 200, 500, 200, 200, 500, 200);
  }

  @Test
  void probability_isTheSameSequenceForTheSameSeed() throws Exception {
    List<Integer> first = statusesWithProbability(simulation);
    try (Simulation again = Simulation.ofDays(9)) {
      assertThat(statusesWithProbability(again)).isEqualTo(first).contains(200, 500);
    }
  }

  @Test
  void expiredKey_lastsUntilItIsCleared() throws Exception {
    order("expired_key", "/v1/organizations/", "\"every\":1");
    int first = simulation.ask("/v1/organizations/me").statusCode();
    int second = simulation.ask("/v1/organizations/me").statusCode();
    simulation.send(simulation.request("/sim/faults").DELETE());

    assertThat(List.of(first, second)).containsExactly(401, 401);
    assertThat(simulation.ask("/v1/organizations/me").statusCode()).isEqualTo(200);
  }

  @Test
  void cutConnection_endsInTheMiddle() throws Exception {
    order("cut_connection", "/v1/", "\"count\":1");

    assertThatIOException().isThrownBy(() -> simulation.ask(USAGE));
    assertThat(simulation.ask(USAGE).statusCode()).isEqualTo(200);
  }

  @Test
  void truncatedJson_isAWholeAnswerThatDoesNotParse() throws Exception {
    order("truncated_json", "/v1/", "\"count\":1");

    HttpResponse<String> response = simulation.ask(USAGE);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThatThrownBy(() -> Json.MAPPER.readTree(response.body()))
        .isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void html_comesWithStatus200() throws Exception {
    order("html", "/v1/", "\"count\":1");

    HttpResponse<String> response = simulation.ask(USAGE);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
    assertThat(response.body()).startsWith("<!DOCTYPE html>");
  }

  @Test
  void hang_answersNothingAndBlocksNobodyElse() throws Exception {
    order("hang", "/v1/", "\"count\":20");

    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(
              () -> simulation.send(simulation.signed(USAGE).timeout(Duration.ofMillis(100))))
          .isInstanceOf(HttpTimeoutException.class);
    }
    assertThat(simulation.ask(USAGE).statusCode()).isEqualTo(200);
  }

  @Test
  void huge_isTwoHundredMegabytesOfJson() throws Exception {
    order("huge", "/v1/", "\"count\":1");

    try (InputStream body = stream(simulation.signed(USAGE))) {
      assertThat(new String(body.readNBytes(11), StandardCharsets.UTF_8))
          .isEqualTo("{\"data\":[],");
      assertThat(body.skip(250_000_000L)).isBetween(200_000_000L, 200_200_000L);
    }
  }

  @Test
  void gzipBomb_unpacksToManyTimesItsSize() throws Exception {
    order("gzip_bomb", "/v1/", "\"count\":1");

    try (InputStream body =
        new GZIPInputStream(stream(simulation.signed(USAGE).header("accept-encoding", "gzip")))) {
      assertThat(body.skip(100_000_000L)).isEqualTo(100_000_000L);
    }
    assertThat(simulation.ask(USAGE).statusCode()).isEqualTo(200);
  }

  @Test
  void gzip_isUsedWhenAskedFor() throws Exception {
    JsonNode plain = simulation.get(USAGE);

    try (InputStream body =
        new GZIPInputStream(stream(simulation.signed(USAGE).header("accept-encoding", "gzip")))) {
      assertThat(Json.MAPPER.readTree(body)).isEqualTo(plain);
    }
  }

  @Test
  void repeatedCursor_neverEnds() throws Exception {
    order("repeated_cursor", "/v1/", "\"count\":2");

    JsonNode first = simulation.get(USAGE + "&limit=1");
    String next = first.path("next_page").asText();
    JsonNode second = simulation.get(USAGE + "&limit=1&page=" + next);

    assertThat(first.path("has_more").asBoolean()).isTrue();
    assertThat(second).isEqualTo(first);
  }

  @Test
  void repeatedCursor_ofAListKeepsItsLastId() throws Exception {
    order("repeated_cursor", "/v1/", "\"count\":2");
    String path = "/v1/organization/projects?limit=2";

    JsonNode first = simulation.get(path);
    JsonNode second = simulation.get(path + "&after=" + first.path("last_id").asText());

    assertThat(second).isEqualTo(first);
    assertThat(second.path("has_more").asBoolean()).isTrue();
  }

  @Test
  void emptyData_hasNoBuckets() throws Exception {
    order("empty_data", "/v1/", "\"count\":1");

    assertThat(simulation.get(USAGE))
        .isEqualTo(
            Json.MAPPER.readTree(
                "{\"object\":\"page\",\"data\":[],\"has_more\":false,\"next_page\":null}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {COSTS, COST_REPORT})
  void amountMissing_leavesTheRows(String path) throws Exception {
    order("amount_missing", "/v1/", "\"count\":1");

    assertThat(simulation.rows(path + "&limit=3"))
        .filteredOn(row -> !row.has("amount"))
        .hasSizeGreaterThan(20);
  }

  @ParameterizedTest
  @CsvSource({"amount_huge,1E+308", "amount_nan,NaN"})
  void amountOutOfRange_isInBothVendorsForms(String fault, String value) throws Exception {
    order(fault, "/v1/", "\"count\":2");

    JsonNode dollars = simulation.get(COSTS).at("/data/0/results/0/amount/value");
    JsonNode cents = simulation.get(COST_REPORT).at("/data/0/results/0/amount");

    assertThat(dollars.asText()).isEqualTo(value);
    assertThat(cents.textValue()).isEqualTo(value);
  }

  @Test
  void mildDefault_limitsEachVendorInItsOwnWayOnceInTwentyNine() throws Exception {
    try (Simulation mild = new Simulation(DemoOptions.DEFAULT.withDays(1))) {
      int limited = 0;
      for (int i = 0; i < 58; i++) {
        HttpResponse<String> response = mild.ask("/v1/organization/projects");
        limited += response.statusCode() == 429 ? 1 : 0;
      }
      assertThat(limited).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"fault\":\"nonsense\"}",
        "{\"fault\":\"html\",\"cont\":2}",
        "{\"fault\":\"html\",\"count\":0}",
        "{\"fault\":\"html\",\"probability\":2}",
        "not json"
      })
  void badScript_is400AndSaysWhy(String script) throws Exception {
    HttpResponse<String> response =
        simulation.send(
            simulation.request("/sim/faults").POST(HttpRequest.BodyPublishers.ofString(script)));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).startsWith("{\"error\":\"faults: ");
  }

  private static List<Integer> statusesWithProbability(Simulation simulation) throws Exception {
    simulation.order("/sim/faults", "{\"fault\":\"server_error\",\"probability\":0.4}");
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      statuses.add(simulation.ask("/v1/organizations/me").statusCode());
    }
    return statuses;
  }

  private void order(String fault, String path, String more) throws Exception {
    simulation.order(
        "/sim/faults",
        "{\"faults\":[{\"fault\":\"" + fault + "\",\"path\":\"" + path + "\"," + more + "}]}");
  }

  private static InputStream stream(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient()
        .send(request.build(), HttpResponse.BodyHandlers.ofInputStream())
        .body();
  }
}

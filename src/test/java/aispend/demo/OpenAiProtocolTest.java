// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import static aispend.demo.Simulation.NOW;
import static aispend.demo.Simulation.fieldNames;
import static aispend.demo.Simulation.sum;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpenAiProtocolTest {
  private static final String USAGE = "/v1/organization/usage/";
  private static final String COMPLETIONS = USAGE + "completions?start_time=";
  private static final String ALL_GROUPINGS =
      "&group_by[]=project_id&group_by[]=user_id&group_by[]=api_key_id&group_by[]=model"
          + "&group_by[]=batch&group_by[]=service_tier&group_by[]=api_source";

  private final Simulation simulation = Simulation.ofDays(9);

  @AfterAll
  void stop() {
    simulation.close();
  }

  @Test
  void completions_haveTheEnvelopeAndEveryField() throws Exception {
    JsonNode page = simulation.get(COMPLETIONS + at("2026-11-12") + "&limit=1" + ALL_GROUPINGS);

    assertThat(fieldNames(page)).containsExactly("object", "data", "has_more", "next_page");
    assertThat(page.path("object").asText()).isEqualTo("page");
    assertThat(page.path("has_more").booleanValue()).isTrue();
    assertThat(page.path("next_page").isTextual()).isTrue();
    JsonNode bucket = page.at("/data/0");
    assertThat(bucket.path("object").asText()).isEqualTo("bucket");
    assertThat(bucket.path("start_time").longValue()).isEqualTo(at("2026-11-12"));
    assertThat(bucket.path("end_time").longValue()).isEqualTo(at("2026-11-13"));
    assertThat(fieldNames(bucket.at("/results/0")))
        .containsExactlyInAnyOrder(
            "object",
            "input_tokens",
            "input_cached_tokens",
            "input_cache_write_tokens",
            "input_cache_write_30m_tokens",
            "input_cache_write_12h_tokens",
            "input_uncached_tokens",
            "input_text_tokens",
            "input_audio_tokens",
            "input_image_tokens",
            "input_cached_text_tokens",
            "input_cached_audio_tokens",
            "input_cached_image_tokens",
            "output_tokens",
            "output_text_tokens",
            "output_audio_tokens",
            "output_image_tokens",
            "num_model_requests",
            "project_id",
            "user_id",
            "api_key_id",
            "model",
            "batch",
            "service_tier",
            "api_source");
  }

  @Test
  void completions_inputIsTheWholeOfItsParts() throws Exception {
    List<JsonNode> rows = simulation.rows(COMPLETIONS + at("2026-11-12") + ALL_GROUPINGS);

    assertThat(rows).hasSizeGreaterThan(60);
    assertThat(rows).anyMatch(row -> row.path("project_id").isNull());
    assertThat(rows).anyMatch(row -> row.path("batch").booleanValue());
    assertThat(rows).anyMatch(row -> row.path("input_audio_tokens").asLong() > 0);
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.path("object").asText())
                  .isEqualTo("organization.usage.completions.result");
              assertThat(row.path("input_tokens").asLong())
                  .isEqualTo(
                      row.path("input_uncached_tokens").asLong()
                          + row.path("input_cached_tokens").asLong()
                          + row.path("input_cache_write_tokens").asLong());
              assertThat(row.path("input_uncached_tokens").asLong())
                  .isEqualTo(
                      row.path("input_text_tokens").asLong()
                          + row.path("input_audio_tokens").asLong()
                          + row.path("input_image_tokens").asLong());
              assertThat(row.path("output_tokens").asLong())
                  .isEqualTo(
                      row.path("output_text_tokens").asLong()
                          + row.path("output_audio_tokens").asLong());
            });
  }

  @Test
  void ungrouped_isOneRowABucketWithNullsAndTheSameSums() throws Exception {
    String query = COMPLETIONS + at("2026-11-12") + "&end_time=" + at("2026-11-15");

    List<JsonNode> merged = simulation.rows(query);
    List<JsonNode> byModel = simulation.rows(query + "&group_by=model");
    List<JsonNode> byAll = simulation.rows(query + ALL_GROUPINGS);

    assertThat(merged).hasSize(3);
    assertThat(merged)
        .allSatisfy(
            row -> {
              assertThat(row.path("model").isNull()).isTrue();
              assertThat(row.path("batch").isNull()).isTrue();
            });
    assertThat(byModel).allSatisfy(row -> assertThat(row.path("project_id").isNull()).isTrue());
    for (String field : List.of("input_tokens", "output_tokens", "num_model_requests")) {
      assertThat(sum(merged, field)).isEqualTo(sum(byAll, field)).isEqualTo(sum(byModel, field));
    }
  }

  @Test
  void pages_togetherEqualOneBigPage() throws Exception {
    String query =
        COMPLETIONS + at("2026-11-12") + "&end_time=" + at("2026-11-16") + "&bucket_width=1h";

    List<JsonNode> small = simulation.buckets(query + ALL_GROUPINGS + "&limit=7");
    JsonNode big = simulation.get(query + ALL_GROUPINGS + "&limit=168");

    assertThat(big.path("next_page").isNull()).isTrue();
    assertThat(small).hasSize(96).containsExactlyElementsOf(big.path("data"));
  }

  @Test
  void widths_addUp() throws Exception {
    String query = "&end_time=" + at("2026-11-13") + "&group_by=model";
    List<JsonNode> day = simulation.rows(COMPLETIONS + at("2026-11-12") + query);
    List<JsonNode> hours =
        simulation.rows(COMPLETIONS + at("2026-11-12") + query + "&bucket_width=1h");
    List<JsonNode> minutes =
        simulation.rows(COMPLETIONS + at("2026-11-12") + query + "&bucket_width=1m&limit=1440");

    assertThat(sum(day, "input_tokens"))
        .isEqualTo(sum(hours, "input_tokens"))
        .isEqualTo(sum(minutes, "input_tokens"));
    assertThat(sum(day, "output_tokens")).isEqualTo(sum(minutes, "output_tokens"));
  }

  @ParameterizedTest
  @CsvSource({"1d,7,31", "1h,24,168", "1m,60,1440"})
  void limit_defaultsAndEndsByWidth(String width, int usual, int most) throws Exception {
    String query = COMPLETIONS + at("2026-11-09") + "&bucket_width=" + width;

    assertThat(simulation.get(query).path("data")).hasSize(usual);
    assertThat(simulation.ask(query + "&limit=" + most).statusCode()).isEqualTo(200);
    HttpResponse<String> refused = simulation.ask(query + "&limit=" + (most + 1));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(Json.MAPPER.readTree(refused.body()))
        .isEqualTo(
            Json.MAPPER.readTree(
                "{\"error\":{\"message\":\"Invalid 'limit': must be between 1 and "
                    + most
                    + ".\",\"type\":\"invalid_request_error\",\"param\":\"limit\",\"code\":null}}"));
  }

  @Test
  void sevenDaysBack_isEightDayBuckets() throws Exception {
    long start = NOW.minus(Duration.ofDays(7)).getEpochSecond();

    JsonNode page = simulation.get(COMPLETIONS + start + "&limit=31");

    assertThat(page.path("data")).hasSize(8);
    assertThat(page.at("/data/0/start_time").longValue()).isEqualTo(at("2026-11-11"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "end_time=1",
        "start_time=x",
        "start_time=1795132800000",
        "start_time=1795132800&bucket_width=1w",
        "start_time=1795132800&group_by=model,project_id",
        "start_time=1795132800&page=page_abc",
        "start_time=1795132800&end_time=1795132800",
        "start_time=1795132800&stat_time=1"
      })
  void badQuery_is400(String query) throws Exception {
    assertThat(simulation.ask(USAGE + "completions?" + query).statusCode()).isEqualTo(400);
    assertThat(simulation.ask("/v1/organization/costs?" + query).statusCode()).isEqualTo(400);
  }

  @Test
  void page_ofAnotherQuery_is400() throws Exception {
    String query = COMPLETIONS + at("2026-11-12");
    String next = simulation.get(query + "&limit=2").path("next_page").asText();

    assertThat(simulation.ask(query + "&limit=3&page=" + next).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "embeddings,embeddings,input_tokens,project_id user_id api_key_id model",
    "moderations,moderations,input_tokens,project_id user_id api_key_id model",
    "images,images,images,project_id user_id api_key_id model size source",
    "audio_speeches,audio_speeches,characters,project_id user_id api_key_id model",
    "audio_transcriptions,audio_transcriptions,seconds,project_id user_id api_key_id model",
    "vector_stores,vector_stores,usage_bytes,project_id",
    "code_interpreter_sessions,code_interpreter_sessions,num_sessions,project_id",
    "file_search_calls,file_searches,num_requests,project_id user_id api_key_id vector_store_id",
    "web_search_calls,web_searches,num_requests,"
        + "project_id user_id api_key_id model context_level api_source",
  })
  void otherUsage_hasItsRowTypeMeasureAndGroupings(
      String path, String row, String measure, String groupings) throws Exception {
    String query = USAGE + path + "?start_time=" + at("2026-11-12") + "&limit=1";
    String grouped = "&group_by[]=" + groupings.replace(" ", "&group_by[]=");

    JsonNode first = simulation.get(query + grouped).at("/data/0/results/0");

    assertThat(first.path("object").asText()).isEqualTo("organization.usage." + row + ".result");
    assertThat(first.path(measure).longValue()).isPositive();
    assertThat(fieldNames(first)).contains(groupings.split(" ", -1));
    assertThat(simulation.ask(query + "&group_by=batch").statusCode()).isEqualTo(400);
  }

  @Test
  void storage_isALevelThatTimeDoesNotAddUp() throws Exception {
    String query = USAGE + "vector_stores?start_time=" + at("2026-11-12");
    List<JsonNode> hours =
        simulation.rows(query + "&end_time=" + at("2026-11-13") + "&bucket_width=1h");

    JsonNode day = simulation.get(query + "&limit=1").at("/data/0/results/0");

    assertThat(hours).hasSize(24);
    assertThat(day).isEqualTo(hours.get(23));
  }

  @Test
  void decisions_are404() throws Exception {
    HttpResponse<String> response = simulation.ask(USAGE + "decisions?start_time=1");

    assertThat(response.statusCode()).isEqualTo(404);
  }

  @Test
  void filters_keepWhatTheyName() throws Exception {
    String query = COMPLETIONS + at("2026-11-12") + "&limit=1&group_by=project_id&group_by=batch";

    assertThat(simulation.rows(query + "&project_ids[]=proj_docs&end_time=" + at("2026-11-13")))
        .isNotEmpty()
        .allMatch(row -> row.path("project_id").asText().equals("proj_docs"));
    assertThat(simulation.rows(query + "&batch=true&end_time=" + at("2026-11-13")))
        .isNotEmpty()
        .allMatch(row -> row.path("batch").booleanValue());
  }

  @ParameterizedTest
  @CsvSource({
    "sk-admin-demo,200",
    "sk-admin-wrong-one,401",
    "sk-admin-expired1,401",
    "nonsense,401",
    "sk-proj-inference,403",
    "sk-admin-noscope,403"
  })
  void key_decidesTheStatus(String key, int status) throws Exception {
    HttpResponse<String> response =
        simulation.send(
            simulation
                .request("/v1/organization/costs?start_time=" + at("2026-11-12"))
                .header("authorization", "Bearer " + key));

    assertThat(response.statusCode()).isEqualTo(status);
    if (status == 403) {
      assertThat(response.body()).contains("api.usage.read");
    }
  }

  @Test
  void noKey_is401WithTheErrorBody() throws Exception {
    HttpResponse<String> response =
        simulation.send(simulation.request("/v1/organization/projects"));

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(Json.MAPPER.readTree(response.body()))
        .isEqualTo(
            Json.MAPPER.readTree(
                "{\"error\":{\"message\":\"You didn't provide an API key.\",\"type\":"
                    + "\"invalid_request_error\",\"param\":null,\"code\":\"invalid_api_key\"}}"));
  }

  private static long at(String day) {
    return Instant.parse(day + "T00:00:00Z").getEpochSecond();
  }
}

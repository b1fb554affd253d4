// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Adds up over HTTP, with no code of the simulator, what the truth says. */
final class TruthTest {
  private static final String START = "2026-11-09";

  @Test
  void known_isWhatTheVendorsTellAndFinalIsNot() throws Exception {
    try (Simulation simulation = Simulation.ofDays(9)) {
      JsonNode truth = simulation.get("/sim/truth");

      assertThat(truthOf(truth.path("known"))).isEqualTo(readOf(simulation));
      assertThat(truthOf(truth.path("final"))).isNotEqualTo(truthOf(truth.path("known")));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 77})
  void settled_finalIsWhatTheVendorsTell(long seed) throws Exception {
    DemoOptions options = DemoOptions.DEFAULT.withDays(9).withoutFaults().withSeed(seed);
    try (Simulation simulation = new Simulation(options)) {
      JsonNode before = simulation.get("/sim/truth");
      simulation.order("/sim/settle");
      JsonNode after = simulation.get("/sim/truth");

      assertThat(after.path("known"))
          .isEqualTo(after.path("final"))
          .isEqualTo(before.path("final"));
      assertThat(truthOf(after.path("final"))).isEqualTo(readOf(simulation));
    }
  }

  @Test
  void lagging_finalIsStillOfNow() throws Exception {
    DemoOptions options =
        DemoOptions.DEFAULT.withDays(9).withoutFaults().withLag(Duration.ofDays(3));
    try (Simulation simulation = new Simulation(options);
        Simulation prompt = Simulation.ofDays(9)) {
      JsonNode truth = simulation.get("/sim/truth");

      assertThat(truth.path("knowledge").asText()).isEqualTo("2026-11-15T09:10:30Z");
      assertThat(truth.path("final")).isEqualTo(prompt.get("/sim/truth").path("final"));
      assertThat(truthOf(truth.path("known"))).isEqualTo(readOf(simulation));
    }
  }

  @Test
  void afterFortyHours_theDayIsAsItsTruthSaidItWouldBe() throws Exception {
    try (Simulation simulation = Simulation.ofDays(9)) {
      JsonNode early = simulation.get("/sim/truth?from=2026-11-10&to=2026-11-18").path("final");
      simulation.order("/sim/advance?hours=28");
      JsonNode late = simulation.get("/sim/truth?from=2026-11-10&to=2026-11-18").path("known");

      assertThat(late).isEqualTo(early);
    }
  }

  @Test
  void totals_areTheSumsOfTheRows() throws Exception {
    try (Simulation simulation = Simulation.ofDays(9)) {
      JsonNode view = simulation.get("/sim/truth").path("final");
      long nanos = 0;
      for (String vendor : new String[] {"openai", "anthropic"}) {
        long own = 0;
        for (JsonNode row : view.path(vendor).path("costs").path("rows")) {
          assertThat(new BigDecimal(row.path("amount").asText()).movePointRight(9))
              .isEqualByComparingTo(row.path("nanos").decimalValue());
          own += row.path("nanos").asLong();
        }
        assertThat(view.at("/" + vendor + "/costs/totals/nanos").asLong()).isEqualTo(own);
        assertThat(new BigDecimal(view.path("canonical").path(vendor).asText()).movePointRight(9))
            .isEqualByComparingTo(BigDecimal.valueOf(own));
        nanos += own;
      }
      assertThat(new BigDecimal(view.at("/canonical/total").asText()))
          .isEqualByComparingTo(BigDecimal.valueOf(nanos, 9));
    }
  }

  @Test
  void file_isRewrittenWhenKnowledgeMoves(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("truth.json");
    DemoOptions options = DemoOptions.DEFAULT.withDays(2).withoutFaults().withTruthFile(file);
    try (Simulation simulation = new Simulation(options)) {
      JsonNode first = Json.MAPPER.readTree(Files.readAllBytes(file));
      simulation.order("/sim/advance?hours=3");
      JsonNode second = Json.MAPPER.readTree(Files.readAllBytes(file));

      assertThat(first.path("now").asText()).isEqualTo("2026-11-18T09:10:30Z");
      assertThat(second).isEqualTo(simulation.get("/sim/truth"));
      assertThat(second.path("now").asText()).isEqualTo("2026-11-18T12:10:30Z");
    }
    assertThat(directory).isDirectoryNotContaining("glob:**.part");
  }

  /** Tokens by vendor, operation, day, project, model and type; nanos by vendor, day, project. */
  private static Map<String, Long> truthOf(JsonNode view) {
    Map<String, Long> sums = new TreeMap<>();
    for (String vendor : new String[] {"openai", "anthropic"}) {
      for (JsonNode row : view.path(vendor).path("usage").path("rows")) {
        String operation = row.path("operation").asText();
        String key =
            operation + " " + row.path("day").asText() + " " + row.path("project").asText();
        String full = key + " " + row.path("model").asText() + " ";
        row.path("tokens")
            .properties()
            .forEach(token -> sums.put(full + token.getKey(), token.getValue().asLong()));
        row.path("units")
            .properties()
            .forEach(unit -> sums.put(full + unit.getKey(), unit.getValue().asLong()));
        if (row.path("requests").asLong() > 0) {
          sums.put(full + "requests", row.path("requests").asLong());
        }
      }
      for (JsonNode row : view.path(vendor).path("costs").path("rows")) {
        sums.put(
            vendor + " nanos " + row.path("day").asText() + " " + row.path("project").asText(),
            row.path("nanos").asLong());
      }
    }
    return sums;
  }

  private static Map<String, Long> readOf(Simulation simulation) throws Exception {
    Map<String, Long> sums = new TreeMap<>();
    for (OpenAiRead read : OpenAiRead.values()) {
      readOpenAi(simulation, read, sums);
    }
    readAnthropic(simulation, sums);
    readCosts(simulation, sums);
    return sums;
  }

  /** Endpoints with the truth's name of each field. */
  private enum OpenAiRead {
    COMPLETIONS(
        "completions",
        true,
        "input_text_tokens=input input_cached_text_tokens=cache_read"
            + " input_cache_write_30m_tokens=cache_write"
            + " input_cache_write_12h_tokens=cache_write_long output_text_tokens=output"
            + " input_audio_tokens=input_audio input_cached_audio_tokens=cache_read_audio"
            + " output_audio_tokens=output_audio num_model_requests=requests"),
    EMBEDDINGS("embeddings", true, "input_tokens=input num_model_requests=requests"),
    MODERATIONS("moderations", true, "input_tokens=input num_model_requests=requests"),
    IMAGES("images", true, "images=images num_model_requests=requests"),
    SPEECHES("audio_speeches", true, "characters=characters num_model_requests=requests"),
    TRANSCRIPTIONS("audio_transcriptions", true, "seconds=seconds num_model_requests=requests"),
    VECTOR_STORES("vector_stores", false, "usage_bytes=bytes"),
    SESSIONS("code_interpreter_sessions", false, "num_sessions=sessions"),
    FILE_SEARCHES("file_search_calls", false, "num_requests=searches"),
    WEB_SEARCHES("web_search_calls", true, "num_requests=searches");

    private final String path;
    private final boolean models;
    private final String fields;

    OpenAiRead(String path, boolean models, String fields) {
      this.path = path;
      this.models = models;
      this.fields = fields;
    }
  }

  private static void readOpenAi(Simulation simulation, OpenAiRead read, Map<String, Long> sums)
      throws Exception {
    String path = "/v1/organization/usage/" + read.path + "?limit=31&start_time=" + start();
    String groupBy = "&group_by=project_id" + (read.models ? "&group_by=model" : "");
    for (JsonNode bucket : simulation.buckets(path + groupBy)) {
      String day = bucket.path("start_time_iso").asText().substring(0, 10);
      for (JsonNode row : bucket.path("results")) {
        String key = read.path + " " + day + " " + text(row, "project_id");
        for (String field : read.fields.split(" ", -1)) {
          String[] names = field.split("=", -1);
          add(sums, key + " " + text(row, "model") + " " + names[1], row.path(names[0]).asLong());
        }
      }
    }
  }

  private static void readAnthropic(Simulation simulation, Map<String, Long> sums)
      throws Exception {
    String path = "/v1/organizations/usage_report/messages?limit=31&starting_at=" + START;
    String groupBy = "T00:00:00Z&group_by[]=workspace_id&group_by[]=model";
    for (JsonNode bucket : simulation.buckets(path + groupBy)) {
      String day = bucket.path("starting_at").asText().substring(0, 10);
      for (JsonNode row : bucket.path("results")) {
        String key =
            "messages " + day + " " + text(row, "workspace_id") + " " + text(row, "model") + " ";
        add(sums, key + "input", row.path("uncached_input_tokens").asLong());
        add(sums, key + "cache_read", row.path("cache_read_input_tokens").asLong());
        add(
            sums,
            key + "cache_write",
            row.at("/cache_creation/ephemeral_5m_input_tokens").asLong());
        add(
            sums,
            key + "cache_write_long",
            row.at("/cache_creation/ephemeral_1h_input_tokens").asLong());
        add(sums, key + "output", row.path("output_tokens").asLong());
        add(sums, key + "searches", row.at("/server_tool_use/web_search_requests").asLong());
      }
    }
  }

  private static void readCosts(Simulation simulation, Map<String, Long> sums) throws Exception {
    String openAi =
        "/v1/organization/costs?group_by=project_id&group_by=line_item&start_time=" + start();
    for (JsonNode bucket : simulation.buckets(openAi)) {
      String key = "openai nanos " + bucket.path("start_time_iso").asText().substring(0, 10) + " ";
      for (JsonNode row : bucket.path("results")) {
        BigDecimal dollars = new BigDecimal(row.at("/amount/value").asText());
        add(sums, key + text(row, "project_id"), nanos(dollars));
      }
    }
    String anthropic =
        "/v1/organizations/cost_report?group_by[]=workspace_id&group_by[]=description&starting_at="
            + START
            + "T00:00:00Z";
    for (JsonNode bucket : simulation.buckets(anthropic)) {
      String key = "anthropic nanos " + bucket.path("starting_at").asText().substring(0, 10) + " ";
      for (JsonNode row : bucket.path("results")) {
        BigDecimal cents = new BigDecimal(row.path("amount").asText());
        add(sums, key + text(row, "workspace_id"), nanos(cents.movePointLeft(2)));
      }
    }
  }

  private static void add(Map<String, Long> sums, String key, long count) {
    if (count != 0) {
      sums.merge(key, count, Long::sum);
    }
  }

  private static long nanos(BigDecimal dollars) {
    return dollars.setScale(9, RoundingMode.HALF_EVEN).movePointRight(9).longValueExact();
  }

  private static String text(JsonNode row, String field) {
    return row.path(field).asText("").replace("null", "");
  }

  private static long start() {
    Instant instant = LocalDate.parse(START).atStartOfDay(ZoneOffset.UTC).toInstant();
    return instant.getEpochSecond();
  }
}

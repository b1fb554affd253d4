// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import static aispend.testing.SettledSpend.COSTS;
import static aispend.testing.SettledSpend.USAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aispend.model.Dimension;
import aispend.testing.Asked;
import aispend.testing.Call;
import aispend.testing.MutableClock;
import aispend.testing.SettledSpend;
import aispend.testing.Spend;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * On the 19th an application told 1, usage says 4, the bill 2; on the 20th the bill has no model.
 */
class ReconciliationTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String ROWS = "/api/costs/reconciliation/rows";

  @TempDir private Path folder;
  private SettledSpend spend;
  private Api api;

  @BeforeEach
  void open() {
    spend = new SettledSpend(folder, USAGE, COSTS);
    spend.ledger.matchModels("v", name -> name.replace("-2026-01-01", ""));
    spend.ledger.appendEvents(
        List.of(
            new Call("a", "2026-11-19T00:10:00Z")
                .of(Dimension.PROVIDER, "v")
                .of(Dimension.MODEL, "m")
                .of(Dimension.USER, "=1+1,\"x\"")
                .event()),
        Instant.parse("2026-11-19T00:11:00Z"));
    new Spend(spend.ledger)
        .hour("2026-11-19T00:00:00Z", "v", model("m-2026-01-01"), "4")
        .hour("2026-11-20T00:00:00Z", "v", model("m"), "4")
        .hour("2026-11-20T01:00:00Z", "v", model("n"), "1")
        .hour("2026-11-21T00:00:00Z", "v", model("m"), "3");
    spend
        .days(COSTS, "2026-11-19", "2026-11-20", "p", "m", "2")
        .days(COSTS, "2026-11-20", "2026-11-21", "p", "", "5")
        .days(COSTS, "2026-11-21", "2026-11-22", "p", "m", "1")
        .settled("2026-11-21");
    api = new Api(Asked.of(spend.ledger), MutableClock.at("2026-11-21T12:34:56Z"), "1.2.3");
  }

  @AfterEach
  void close() {
    spend.close();
  }

  @Test
  void layers_areComparedByDayAndMatchedModel() throws Exception {
    JsonNode answer = JSON.readTree(api.json("/api/costs/reconciliation", Map.of()));

    List<String> rows = new ArrayList<>();
    for (JsonNode row : answer.get("rows")) {
      rows.add(
          String.join(
              " ",
              row.get("date").asText(),
              row.get("model").asText(),
              row.get("billed_usd").asText(),
              row.get("metered_usd").asText(),
              row.get("attributed_usd").asText(),
              row.get("difference_usd").asText(),
              row.get("ratio").asText(),
              row.get("cause").asText()));
    }
    // On the 19th metered less attributed, 3 of 4, is wider than the 2 to the bill.
    assertThat(rows)
        .containsExactly(
            "2026-11-21 m 1 3 null 2 2.0 not_settled",
            "2026-11-20  5 5 null 0 0.0 null",
            "2026-11-19 m 2 4 1 -3 -0.75 traffic_not_instrumented");
    assertThat(answer.get("total_rows").asInt()).isEqualTo(3);
    JsonNode gap = answer.get("rows").get(2).get("gaps").get(1);
    assertThat(gap.get("difference_usd").asText()).isEqualTo("2");
    assertThat(gap.get("cause").asText()).isEqualTo("tier_or_batch");
    assertThat(answer.get("rows").get(2).get("price_ratio").asText()).isEqualTo("0.5");
  }

  @Test
  void rowsBehindADifference_areAFile() throws Exception {
    Download csv = api.file(ROWS, Map.of("days", List.of("3")));
    String[] lines = text(csv).split("\r\n");

    assertThat(csv.contentType()).isEqualTo("text/csv; charset=utf-8");
    assertThat(lines[0]).startsWith("date,provider,matched_model,compared,difference_usd,cause,");
    assertThat(lines).as("none of the 20th, where nothing differs").hasSize(1 + 2 + 3);
    assertThat(lines)
        .anySatisfy(line -> assertThat(line).contains("events@v", "\"'=1+1,\"\"x\"\"\""))
        .anySatisfy(line -> assertThat(line).contains("v:usage", "m-2026-01-01", ",4,"))
        .anySatisfy(line -> assertThat(line).contains("2026-11-19,v,m", "v:costs", ",2,"));

    Download ndjson = api.file(ROWS, Map.of("days", List.of("3"), "format", List.of("ndjson")));
    String[] objects = text(ndjson).split("\n");
    assertThat(objects).hasSize(5);
    assertThat(JSON.readTree(objects[0]).get("date").asText()).isEqualTo("2026-11-21");
    assertThatThrownBy(() -> api.file(ROWS, Map.of("format", List.of("xml"))))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("allowed: csv, ndjson");
  }

  private static String text(Download file) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    file.content().writeTo(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Map<Dimension, String> model(String name) {
    return Map.of(Dimension.PROJECT, "p", Dimension.MODEL, name);
  }
}

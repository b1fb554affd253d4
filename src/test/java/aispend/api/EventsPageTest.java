// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aispend.ledger.Event;
import aispend.ledger.SqlLedger;
import aispend.model.Dimension;
import aispend.model.Outcome;
import aispend.model.Sender;
import aispend.testing.Asked;
import aispend.testing.Call;
import aispend.testing.MutableClock;
import aispend.testing.Spend;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Single events, by pages. */
class EventsPageTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Instant NOW = Instant.parse("2026-11-21T12:34:56Z");

  @TempDir private Path folder;
  private SqlLedger ledger;
  private Api api;

  @BeforeEach
  void open() {
    ledger =
        SqlLedger.open("jdbc:sqlite:" + folder.resolve("ledger.db"), List.of(Dimension.PROVIDER));
    api = new Api(Asked.of(ledger), MutableClock.at("2026-11-21T12:34:56Z"), "1.2.3");
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void row_tellsAllThatIsKept() throws Exception {
    ledger.putNames("bedrock", Dimension.FEATURE, Map.of("search", "Search"));
    keep(
        new Call("a", "2026-11-21T12:00:00.900Z")
            .by(Sender.PROXY)
            .told("3", "2.5")
            .took(812L, 90L)
            .asked(255)
            .ended(Outcome.ABORTED)
            .extra(
                "{\"fallback_from\":\"premier\",\"metadata\":{\"k\":\"v\"},\"trace_id\":\"t\"}"));

    JsonNode answer = get();

    assertThat(answer.get("events").toString())
        .isEqualTo(
            "[{\"event_id\":\"a\",\"timestamp\":\"2026-11-21T12:00:00Z\",\"source\":\"proxy\","
                + "\"provider\":\"bedrock\",\"model\":\"nova\",\"event_type\":\"llm_call\","
                + "\"dimensions\":{\"provider\":{\"id\":\"bedrock\",\"name\":\"bedrock\"},"
                + "\"model\":{\"id\":\"nova\",\"name\":\"nova\"},"
                + "\"feature\":{\"id\":\"search\",\"name\":\"Search\"},"
                + "\"operation\":{\"id\":\"llm_call\",\"name\":\"llm_call\"}},"
                + "\"tokens\":{\"input\":10},\"units\":{\"searches\":1.5},\"cost_usd\":\"3\","
                + "\"list_cost_usd\":\"2.5\",\"cost_told\":true,\"unpriced\":false,"
                + "\"status\":\"aborted\",\"latency_ms\":812,\"ttft_ms\":90,"
                + "\"fallback_from\":\"premier\",\"trace_id\":\"t\","
                + "\"request_fingerprint\":\"00000000000000ff\",\"metadata\":{\"k\":\"v\"}}]");
    assertThat(answer.get("next_cursor").isNull()).isTrue();
  }

  @Test
  void costNobodyKnows_isNullAndItsTokensAreSaid() throws Exception {
    keep(
        new Call("a", "2026-11-21T12:00:00Z").unpriced(),
        new Call("b", "2026-11-21T11:00:00Z"),
        new Call("c", "2026-11-21T10:00:00Z").told("4", null));

    JsonNode answer = get();

    assertThat(answer.get("unpriced_tokens").asLong()).isEqualTo(10);
    assertThat(answer.get("events"))
        .extracting(
            row -> row.get("cost_usd") + " " + row.get("list_cost_usd") + " " + row.get("unpriced"))
        .containsExactly("null null true", "\"1\" \"1\" false", "\"4\" null false");
  }

  @Test
  void pages_skipAndDoubleNothingWhileEventsArrive() throws Exception {
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      calls.add(
          new Call("e" + i, "2026-11-2" + i % 2 + "T12:00:0" + i % 3 + "Z")
              .of(Dimension.USER, "u" + i % 4));
    }
    keep(calls.toArray(Call[]::new));
    List<String> seen = new ArrayList<>();
    String cursor = null;
    int pages = 0;
    do {
      JsonNode page = cursor == null ? get("limit", "4") : get("limit", "4", "cursor", cursor);
      seen.addAll(ids(page));
      cursor = page.get("next_cursor").asText(null);
      keep(new Call("new" + pages, "2026-11-21T12:30:00Z"));
      pages++;
    } while (cursor != null);

    assertThat(seen)
        .hasSize(25)
        .containsExactlyInAnyOrderElementsOf(
            calls.stream().map(call -> call.event().identity().id()).toList());
    assertThat(ids(get("limit", "1"))).allMatch(id -> id.startsWith("new"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "feature=rare                                | r2 r1",
        "feature=Search                              | r3",
        "feature=r*, user=u2                         | r2",
        "feature=                                    | n1",
        "model=none                                  | ''",
        "source=proxy                                | r1",
        "source=openai:usage                         | ''",
        "status=error                                | r2 n1",
        "status=ok, source=events                    | r3",
        "status=aborted                              | r1",
        "from=2026-11-21T10:00:00Z                   | r3 r2",
        "from=2026-11-01T00:00:00+01:00, to=2026-11-21T10:00:00Z | r1 n1",
        "feature=rare, to=2026-11-21T10:00:00Z       | r1",
        "feature=rare, from=2026-11-21T10:00:00Z     | r2",
        "feature=rare, limit=1                       | r2",
        "operation=llm_call, limit=3                 | r3 r2 r1",
      })
  void filters_narrowTheEvents(String question, String expected) throws Exception {
    new Spend(ledger).register("openai");
    ledger.putNames("bedrock", Dimension.FEATURE, Map.of("search", "Search"));
    keep(
        new Call("r3", "2026-11-21T12:10:00Z"),
        new Call("r2", "2026-11-21T10:00:00Z")
            .of(Dimension.FEATURE, "rare")
            .of(Dimension.USER, "u2")
            .ended(Outcome.ERROR),
        new Call("r1", "2026-11-09T12:00:00Z")
            .of(Dimension.FEATURE, "rare")
            .by(Sender.PROXY)
            .ended(Outcome.ABORTED),
        new Call("n1", "2026-11-02T12:00:00Z").of(Dimension.FEATURE, "").ended(Outcome.ERROR));

    assertThat(String.join(" ", ids(get(question.strip().split("=|, *", -1))))).isEqualTo(expected);
  }

  @Test
  void cursorWithAFilter_goesOnWithinAnHour() throws Exception {
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      calls.add(
          new Call("e" + i, "2026-11-21T12:0" + i + ":00Z")
              .of(Dimension.FEATURE, i % 2 == 0 ? "even" : "odd"));
    }
    keep(calls.toArray(Call[]::new));

    JsonNode first = get("feature", "odd", "limit", "3");
    JsonNode second =
        get("feature", "odd", "limit", "3", "cursor", first.get("next_cursor").asText());

    assertThat(ids(first)).containsExactly("e9", "e7", "e5");
    assertThat(ids(second)).containsExactly("e3", "e1");
    assertThat(second.get("next_cursor").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "cursor, x",
    "cursor, !!!",
    "cursor, AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA1",
    "from, yesterday",
    "from, 2026-11-21T12:00:00",
    "from, 1969-12-31T23:59:59Z",
    "from, 2030-01-01T00:00:00Z",
    "to, 1970-01-01T00:00:00Z",
    "status, success",
    "limit, 0",
    "limit, 1001",
    "hours, 5",
  })
  void badParameter_isRefusedByItsName(String name, String value) {
    ApiException refused = catchThrowableOfType(ApiException.class, () -> get(name, value));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.parameter()).isEqualTo(name);
  }

  private void keep(Call... calls) {
    List<Event> events = new ArrayList<>();
    for (Call call : calls) {
      events.add(call.event());
    }
    ledger.appendEvents(events, NOW);
  }

  private static List<String> ids(JsonNode page) {
    return StreamSupport.stream(page.get("events").spliterator(), false)
        .map(row -> row.get("event_id").asText())
        .toList();
  }

  private JsonNode get(String... question) throws Exception {
    Map<String, List<String>> query = new HashMap<>();
    for (int i = 0; i < question.length; i += 2) {
      query.put(question[i], List.of(question[i + 1]));
    }
    return JSON.readTree(api.json("/api/events", query));
  }
}

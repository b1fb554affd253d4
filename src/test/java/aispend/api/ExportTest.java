// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import static aispend.testing.SettledSpend.COSTS;
import static aispend.testing.SettledSpend.USAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aispend.ledger.Event;
import aispend.ledger.LedgerException;
import aispend.ledger.TenantLedger;
import aispend.model.Dimension;
import aispend.model.Tenant;
import aispend.testing.Asked;
import aispend.testing.Call;
import aispend.testing.CsvFile;
import aispend.testing.FocusRules;
import aispend.testing.MutableClock;
import aispend.testing.SettledSpend;
import aispend.testing.Spend;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files of a ledger in which a vendor is polled for usage and bill, and applications tell calls.
 */
class ExportTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String EXPORT = "/api/export";

  @TempDir private Path folder;
  private final MutableClock clock = MutableClock.at("2026-11-21T12:34:56Z");
  private SettledSpend spend;
  private Api api;

  @BeforeEach
  void open() {
    spend = new SettledSpend(folder, USAGE, COSTS);
    spend.ledger.appendEvents(
        List.of(
            call("a", "2026-11-19T00:10:00Z", "0.000000001", "=cmd,\"x\""),
            call("b", "2026-11-20T01:10:00Z", "7", "ann"),
            call("c", "2026-11-21T00:10:00Z", "9.123456789", "ann"),
            new Call("d", "2026-11-20T23:59:59Z").event(),
            new Call("e", "2026-10-31T23:59:59Z").event(),
            new Call("f", "2026-11-20T05:00:00Z").unpriced().event()),
        Instant.parse("2026-11-21T00:11:00Z"));
    new Spend(spend.ledger)
        .hour("2026-11-19T00:00:00Z", "v", model("m"), "4")
        .hour("2026-11-20T00:00:00Z", "v", model("m"), "4")
        .hour("2026-11-20T01:00:00Z", "v", model("n"), "1")
        .hour("2026-11-21T00:00:00Z", "v", model("m"), "3");
    spend
        .days(COSTS, "2026-11-19", "2026-11-20", "p", "m", "2")
        .days(COSTS, "2026-11-20", "2026-11-21", "p", "", "5.5")
        .days(COSTS, "2026-11-21", "2026-11-22", "p", "m", "1")
        .settled("2026-11-21");
    api = new Api(Asked.of(spend.ledger), clock, "1.2.3");
  }

  @AfterEach
  void close() {
    spend.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"day", "hour"})
  void focusFile_keepsToTheRules(String granularity) throws Exception {
    CsvFile file = csv(Map.of("format", "focus", "from", "2026-10-31", "granularity", granularity));

    assertThat(FocusRules.problems(file)).isEmpty();
    assertThat(file.rows()).extracting(row -> row.get("ChargeCategory")).contains("Adjustment");
    assertThat(file.rows()).hasSizeGreaterThan(6);
  }

  @Test
  void fileAgainstTheRules_isSeen() throws Exception {
    String text = text(Map.of("format", "focus"));
    for (String[] change :
        new String[][] {
          {"BilledCost,", "Cost,"},
          {"x_Settled", "Settled"},
          {",Usage,", ",Use,"},
          {",Usage,", ",Purchase,"},
          {"2026-11-20T00:00:00Z", "2026-11-20"},
          {"2026-12-01T00:00:00Z", "2026-11-02T00:00:00Z"},
          {"1000000 Tokens", ""}
        }) {
      assertThat(text).contains(change[0]);
      assertThat(FocusRules.problems(new CsvFile(text.replaceFirst(change[0], change[1]))))
          .as(change[1])
          .isNotEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "focus, day, ,",
    "focus, hour, ,",
    "csv, day, ,",
    "csv, hour, provider, v",
    "csv, day, user, ann",
    "csv, day, user, ''",
    "csv, day, source, v:costs",
    "focus, day, source, events",
    "focus, day, model, m*"
  })
  void billedCosts_addUpToTheApisTotalsToTheNano(
      String format, String granularity, String filter, String value) throws Exception {
    Map<String, String> asked = new HashMap<>();
    if (filter != null) {
      asked.put(filter, value);
    }
    Map<String, BigDecimal> told = told(asked);
    asked.putAll(Map.of("format", format, "granularity", granularity, "from", "2026-10-23"));

    Map<String, BigDecimal> written = new TreeMap<>();
    boolean focus = format.equals("focus");
    for (Map<String, String> row : csv(asked).rows()) {
      written.merge(
          row.getOrDefault(focus ? "ChargePeriodStart" : "start", "").substring(0, 10),
          new BigDecimal(row.getOrDefault(focus ? "BilledCost" : "cost_usd", "")),
          BigDecimal::add);
    }
    written.values().removeIf(cost -> cost.signum() == 0);

    assertThat(told).isNotEmpty();
    assertThat(written.keySet()).isEqualTo(told.keySet());
    told.forEach((day, cost) -> assertThat(written.get(day)).as(day).isEqualByComparingTo(cost));
  }

  /** One call of 10 tokens for one dollar that nobody else tells of. */
  @Test
  void callOfAnApplication_isARowOfFocus() throws Exception {
    Map<String, String> row =
        csv(Map.of("format", "focus", "from", "2026-10-31", "to", "2026-10-31")).rows().get(0);

    assertThat(row)
        .containsEntry("BilledCost", "1")
        .containsEntry("EffectiveCost", "1")
        .containsEntry("BillingCurrency", "USD")
        .containsEntry("BillingPeriodStart", "2026-10-01T00:00:00Z")
        .containsEntry("BillingPeriodEnd", "2026-11-01T00:00:00Z")
        .containsEntry("ChargePeriodStart", "2026-10-31T00:00:00Z")
        .containsEntry("ChargePeriodEnd", "2026-11-01T00:00:00Z")
        .containsEntry("ChargeCategory", "Usage")
        .containsEntry("ChargeDescription", "nova llm_call")
        .containsEntry("ConsumedQuantity", "10")
        .containsEntry("ConsumedUnit", "Tokens")
        .containsEntry("PricingQuantity", "0.00001")
        .containsEntry("PricingUnit", "1000000 Tokens")
        .containsEntry("SkuId", "bedrock/nova")
        .containsEntry("BillingAccountId", "bedrock")
        .containsEntry("SubAccountId", "")
        .containsEntry("ProviderName", "bedrock")
        .containsEntry("ResourceId", "nova")
        .containsEntry("Tags", "{\"feature\":\"search\"}")
        .containsEntry("x_InputTokens", "10")
        .containsEntry("x_Requests", "1");
  }

  @Test
  void nameThatIsAFormula_isHarmlessInCsvAndWholeInJson() throws Exception {
    Map<String, String> asked = Map.of("from", "2026-11-19", "to", "2026-11-19");
    assertThat(csv(asked).rows()).extracting(row -> row.get("user")).contains("'=cmd,\"x\"");

    Map<String, String> lines = new HashMap<>(asked);
    lines.put("format", "ndjson");
    String[] objects = text(lines).split("\n");
    assertThat(objects).hasSameSizeAs(csv(asked).rows());
    assertThat(text(lines)).contains("\"user\":\"=cmd,\\\"x\\\"\"");
    JsonNode first = JSON.readTree(objects[0]);
    assertThat(first.get("start").asText()).isEqualTo("2026-11-19T00:00:00Z");
    assertThat(first.get("cost_usd").isTextual()).isTrue();
  }

  /** The reports have settled the 20th; events, last told 11 minutes after it, an hour later. */
  @Test
  void row_isSettledOnceAllSourcesOfItsProviderAre() throws Exception {
    for (Map<String, String> row : csv(Map.of("provider", "v")).rows()) {
      assertThat(row.get("settled"))
          .as(row.toString())
          .isEqualTo(row.getOrDefault("start", "").startsWith("2026-11-19") ? "true" : "false");
    }
  }

  @Test
  void sameQuestion_givesTheSameFile() throws Exception {
    assertThat(text(Map.of())).isEqualTo(text(Map.of())).contains("\r\n2026-11-20T00:00:00Z,");
    assertThat(api.file(EXPORT, Map.of()).fileName())
        .isEqualTo("aispend-2026-11-01-2026-11-21.csv");
  }

  @Test
  void emptyDays_areAHeading() throws Exception {
    assertThat(csv(Map.of("from", "2026-01-01", "to", "2026-01-31")).rows()).isEmpty();
    assertThat(text(Map.of("from", "2026-01-01", "to", "2026-01-31", "format", "ndjson")))
        .isEmpty();
  }

  @Test
  void tenantsFile_hasItsOwnOnly() throws Exception {
    Tenant tenant = new Tenant("ann", Map.of(Dimension.USER, "ann"));
    Api own = new Api(Asked.of(new TenantLedger(spend.ledger, tenant)), clock, "1.2.3");

    CsvFile file = new CsvFile(text(own.file(EXPORT, Map.of())));

    assertThat(file.rows()).isNotEmpty();
    assertThat(file.rows()).extracting(row -> row.get("user")).containsOnly("ann");
  }

  @Test
  void rowsOfLaterDays_areReadWhileTheyAreWritten() throws Exception {
    Download file = api.file(EXPORT, Map.of());
    spend.close();

    assertThatThrownBy(() -> text(file)).isInstanceOf(LedgerException.class);
    assertThat(refused(Map.of()).status()).isEqualTo(503);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "format | xml | format is 'xml'; allowed: csv, focus, ndjson",
        "granularity | week | granularity is 'week'; allowed: day, hour",
        "from | yesterday | from is 'yesterday'; allowed: a UTC day from 1970 to 9999",
        "to | 1969-12-31 | to is '1969-12-31'; allowed: a UTC day from 1970",
        "from | 2026-11-22 | from is '2026-11-22' with to 2026-11-21; allowed: 2025-10-18..2026-11-21",
        "from | 2025-10-17 | from is '2025-10-17' with to 2026-11-21; allowed: 2025-10-18..2026-11-21",
        "colour | red | colour is not a parameter of this path; allowed: format, from, to,"
      })
  void wrongParameter_isNamedWithWhatIsAllowed(String name, String value, String message) {
    assertThat(refused(Map.of(name, value))).hasMessageStartingWith(message);
  }

  private ApiException refused(Map<String, String> asked) {
    ApiException refused =
        catchThrowableOfType(ApiException.class, () -> api.file(EXPORT, query(asked)));
    assertThat(refused).as("refusal of " + asked).isNotNull();
    return refused;
  }

  /** What the API says of the last thirty days that have any. */
  private Map<String, BigDecimal> told(Map<String, String> asked) throws Exception {
    Map<String, BigDecimal> days = new TreeMap<>();
    for (JsonNode day : JSON.readTree(api.json("/api/costs/daily", query(asked))).get("days")) {
      BigDecimal cost = new BigDecimal(day.get("cost_usd").asText());
      if (cost.signum() != 0) {
        days.put(day.get("date").asText(), cost);
      }
    }
    return days;
  }

  private CsvFile csv(Map<String, String> asked) throws Exception {
    return new CsvFile(text(asked));
  }

  private String text(Map<String, String> asked) throws Exception {
    return text(api.file(EXPORT, query(asked)));
  }

  private static String text(Download file) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    file.content().writeTo(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Map<String, List<String>> query(Map<String, String> asked) {
    Map<String, List<String>> query = new HashMap<>();
    asked.forEach((name, value) -> query.put(name, List.of(value)));
    return query;
  }

  private static Event call(String id, String at, String dollars, String user) {
    return new Call(id, at)
        .of(Dimension.PROVIDER, "v")
        .of(Dimension.MODEL, "m")
        .of(Dimension.USER, user)
        .told(dollars, null)
        .event();
  }

  private static Map<Dimension, String> model(String name) {
    return Map.of(Dimension.PROJECT, "p", Dimension.MODEL, name);
  }
}

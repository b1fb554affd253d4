// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import aispend.ledger.SqlLedger;
import aispend.model.Dimension;
import aispend.model.Tenant;
import aispend.testing.Asked;
import aispend.testing.Call;
import aispend.testing.CsvFile;
import aispend.testing.FocusRules;
import aispend.testing.MutableClock;
import aispend.testing.Spend;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files over a month that is closed, after which a call came late and an hour got cheaper. */
class ClosedExportTest {
  private static final Map<String, String> OCTOBER =
      Map.of("from", "2026-10-01", "to", "2026-10-31");
  private static final Map<String, String> NOVEMBER =
      Map.of("from", "2026-11-01", "to", "2026-11-30");

  @TempDir private Path folder;
  private final MutableClock clock = MutableClock.at("2026-11-21T12:34:56Z");
  private SqlLedger ledger;
  private Api api;
  private String asClosed;

  @BeforeEach
  void open() throws Exception {
    ledger =
        SqlLedger.open("jdbc:sqlite:" + folder.resolve("ledger.db"), List.of(Dimension.PROVIDER));
    api = new Api(Asked.of(ledger), clock, "1.2.3");
    Map<Dimension, String> model = Map.of(Dimension.PROJECT, "p", Dimension.MODEL, "m");
    Spend spend = new Spend(ledger).register("v");
    spend.hour("2026-10-31T10:00:00Z", "v", model, "4");
    spend.hour("2026-11-02T10:00:00Z", "v", model, "100");
    ledger
        .closes()
        .close(
            Tenant.ALL, YearMonth.of(2026, 10), "ann", "", Instant.parse("2026-11-05T00:00:00Z"));
    asClosed = text(OCTOBER, "focus");
    spend.hour("2026-10-31T10:00:00Z", "v", model, "3.5");
    ledger.appendEvents(
        List.of(new Call("late", "2026-10-30T05:00:00Z").told("0.000000007", null).event()),
        clock.instant());
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void closedMonth_isTheSameFileToTheByte() throws Exception {
    assertThat(text(OCTOBER, "focus")).isEqualTo(asClosed);
    assertThat(new CsvFile(asClosed).rows())
        .singleElement()
        .satisfies(
            row ->
                assertThat(row)
                    .containsEntry("BilledCost", "4")
                    .containsEntry("ChargeClass", "")
                    .containsEntry("x_Closed", "true"));
  }

  @Test
  void whatBecameKnownLater_isACorrectionOfTheRunningMonth() throws Exception {
    CsvFile file = new CsvFile(text(NOVEMBER, "focus"));

    assertThat(FocusRules.problems(file)).isEmpty();
    assertThat(file.rows())
        .extracting(
            row -> row.get("ChargeClass"),
            row -> row.get("BilledCost"),
            row -> row.get("ChargePeriodStart"),
            row -> row.get("BillingPeriodStart"),
            row -> row.get("x_KnownAt"))
        .containsExactly(
            row("", "100", "2026-11-02T00:00:00Z", ""),
            row("Correction", "0.000000007", "2026-10-30T00:00:00Z", "2026-11-21T12:34:56Z"),
            row("Correction", "-0.5", "2026-10-31T00:00:00Z", "2026-11-21T12:34:56Z"));
  }

  private static Tuple row(String chargeClass, String cost, String day, String known) {
    return tuple(chargeClass, cost, day, "2026-11-01T00:00:00Z", known);
  }

  @Test
  void booksOfBothMonths_areWhatIsKnownNow() throws Exception {
    Map<String, String> both = Map.of("from", "2026-10-01", "to", "2026-11-30");
    Map<String, String> live = new HashMap<>(both);
    live.put("months", "live");

    assertThat(cost(both)).isEqualByComparingTo(cost(live)).isEqualByComparingTo("103.500000007");
    assertThat(text(live, "csv")).doesNotContain("2026-11-21T12:34:56Z");
  }

  @Test
  void linesAsJson_tellTheSame() throws Exception {
    List<String> lines = text(NOVEMBER, "ndjson").lines().toList();
    JsonNode last = JsonMapper.builder().build().readTree(lines.get(lines.size() - 1));

    assertThat(last.path("correction").asBoolean()).isTrue();
    assertThat(last.path("billing_month").asText()).isEqualTo("2026-11");
    assertThat(last.path("cost_usd").asText()).isEqualTo("-0.5");
  }

  @Test
  void closedMonthByTheHour_isRefusedUnlessLive() throws Exception {
    Map<String, String> hours = new HashMap<>(OCTOBER);
    hours.put("granularity", "hour");

    assertThat(catchThrowableOfType(ApiException.class, () -> text(hours, "csv")))
        .hasMessage(
            "granularity is 'hour', and 2026-10 is closed, which is kept by the day; allowed: day,"
                + " or hour with months=live");
    hours.put("months", "live");
    assertThat(text(hours, "csv")).contains("2026-10-30T05:00:00Z");
  }

  @Test
  void months_tellWhoClosedThemAndWhatBecameKnown() throws Exception {
    JsonNode months =
        JsonMapper.builder()
            .build()
            .readTree(api.json("/api/months", Map.of("months", List.of("2"))))
            .path("months");

    JsonNode october = months.get(1);
    assertThat(months.get(0).path("state").asText()).isEqualTo("running");
    assertThat(october.path("state").asText()).isEqualTo("closed");
    assertThat(october.path("closed_by").asText()).isEqualTo("ann");
    assertThat(october.path("closed_at").asText()).isEqualTo("2026-11-05T00:00:00Z");
    assertThat(october.path("closed_usd").asText()).isEqualTo("4");
    assertThat(october.path("corrections_usd").asText()).isEqualTo("-0.499999993");
    assertThat(october.path("cost_usd").asText()).isEqualTo("3.500000007");
    assertThat(october.path("corrections").asInt()).isEqualTo(2);
    assertThat(october.path("providers")).hasSize(2);
  }

  private BigDecimal cost(Map<String, String> asked) throws Exception {
    return new CsvFile(text(asked, "csv"))
        .rows().stream()
            .map(row -> new BigDecimal(row.getOrDefault("cost_usd", "")))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private String text(Map<String, String> asked, String format) throws Exception {
    Map<String, List<String>> query = new HashMap<>();
    asked.forEach((name, value) -> query.put(name, List.of(value)));
    query.put("format", List.of(format));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    api.file("/api/export", query).content().writeTo(out);
    return out.toString(StandardCharsets.UTF_8);
  }
}

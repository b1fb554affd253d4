// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.ledger.Batch;
import aispend.ledger.LedgerReader;
import aispend.ledger.SqlLedger;
import aispend.ledger.SumQuery;
import aispend.ledger.TenantLedger;
import aispend.model.ChargePeriod;
import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.ReportedCost;
import aispend.model.Tenant;
import aispend.model.Tokens;
import aispend.model.UsageRecord;
import aispend.testing.Asked;
import aispend.testing.CsvFile;
import aispend.testing.FocusRules;
import aispend.testing.MutableClock;
import aispend.testing.Spend;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of what vendors told in other currencies. */
final class ForeignExportTest {
  private static final ChargePeriod HOUR =
      ChargePeriod.hourOf(Instant.parse("2026-11-20T07:00:00Z"));

  @TempDir private Path folder;
  private final MutableClock clock = MutableClock.at("2026-11-21T12:34:56Z");
  private SqlLedger ledger;

  /** 12.50 EUR at 1.08 are 13.50 USD, as are 700.25 INR at 0.012 8.403 USD; nobody knows JPY. */
  @BeforeEach
  void bill() {
    ledger =
        SqlLedger.open("jdbc:sqlite:" + folder.resolve("ledger.db"), List.of(Dimension.PROVIDER));
    ledger.register(Spend.usageOf("mistral"), Set.of());
    List<UsageRecord> rows =
        List.of(
            told("a", billed("13.5", "12.50", "eur")),
            told("b", billed("8.403", "700.25", "INR")),
            told(
                "c",
                new Cost.Unconverted(
                    Money.of(new BigDecimal("300"), "JPY"),
                    new ReportedCost("300", ReportedCost.Unit.MAJOR, "JPY"))),
            told("d", billed("2", "2", "USD")));
    append("costs", rows);
    append("more", List.of(told("b", billed("1", "1", "EUR"))));
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void focusFile_showsTheVendorsAmountsAndRatesAndKeepsToTheRules() throws Exception {
    CsvFile file = csv(ledger, "focus");

    assertThat(FocusRules.problems(file)).isEmpty();
    assertThat(told(file, "ResourceId", "x_OriginalAmount", "x_OriginalCurrency", "x_ExchangeRate"))
        .containsExactly("a 12.50 EUR 1.08", "b   ", "c 300 JPY ", "d   ");
    assertThat(file.rows()).extracting(row -> row.get("BilledCost")).contains("13.5", "9.403", "0");
  }

  @Test
  void csvFile_showsTheSame() throws Exception {
    assertThat(
            told(
                csv(ledger, "csv"),
                "model",
                "original_amount",
                "original_currency",
                "exchange_rate"))
        .containsExactly("a 12.50 EUR 1.08", "b   ", "c 300 JPY ", "d   ");
  }

  @Test
  void tenant_seesItsOwnAmountsOnly() throws Exception {
    Tenant own = new Tenant("own", Map.of(Dimension.MODEL, "a"));
    LedgerReader view = new TenantLedger(ledger, own);

    assertThat(told(csv(view, "csv"), "model", "original_amount")).containsExactly("a 12.50");
    assertThat(view.foreignCosts(SumQuery.total(HOUR)))
        .extracting(cost -> cost.key().get(Dimension.MODEL))
        .containsExactly("a");
  }

  private static List<String> told(CsvFile file, String... columns) {
    return file.rows().stream()
        .map(
            row ->
                String.join(" ", List.of(columns).stream().map(name -> cell(row, name)).toList()))
        .toList();
  }

  private static String cell(Map<String, String> row, String name) {
    assertThat(row).containsKey(name);
    return String.valueOf(row.get(name));
  }

  private CsvFile csv(LedgerReader reader, String format) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Api(Asked.of(reader), clock, "1.2.3")
        .file("/api/export", Map.of("format", List.of(format), "from", List.of("2026-11-20")))
        .content()
        .writeTo(out);
    return new CsvFile(out.toString(StandardCharsets.UTF_8));
  }

  private void append(String part, List<UsageRecord> rows) {
    ledger.append(
        new Batch(
            "mistral:usage", HOUR, List.of(new Batch.Bucket(part, HOUR, true, rows)), HOUR.end()));
  }

  private static Cost billed(String dollars, String amount, String currency) {
    return new Cost.Billed(
        Money.usd(dollars), new ReportedCost(amount, ReportedCost.Unit.MAJOR, currency));
  }

  private static UsageRecord told(String model, Cost cost) {
    return new UsageRecord(
        HOUR,
        Dimensions.of(Dimension.PROVIDER, "mistral").with(Dimension.MODEL, model),
        Tokens.NONE,
        1L,
        Map.of(),
        cost);
  }
}

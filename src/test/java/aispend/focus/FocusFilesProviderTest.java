// SPDX-License-Identifier: Apache-2.0
package aispend.focus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Layer;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.model.ReportedBucket;
import aispend.model.ReportedCost;
import aispend.model.ReportedPeriod;
import aispend.model.ReportedUsage;
import aispend.model.Source;
import aispend.testing.PolledLedger;
import aispend.testing.ProviderPage;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the rows of bills come to. */
final class FocusFilesProviderTest extends FocusKit {
  private static final Dimensions SEARCH =
      Dimensions.of(Dimension.ACCOUNT, "acct-1")
          .with(Dimension.PROJECT, "search")
          .with(Dimension.OPERATION, "Azure OpenAI");

  private static ReportedBucket day(String day, ReportedUsage... rows) {
    return new ReportedBucket(
        "focus", ReportedPeriod.day(LocalDate.parse(day), ZoneOffset.UTC), List.of(rows));
  }

  private static ReportedUsage charged(Dimensions dimensions, String amount) {
    ReportedCost cost = new ReportedCost(amount, ReportedCost.Unit.MAJOR, "USD");
    return new ReportedUsage(dimensions, null, null, Map.of(), cost);
  }

  @Test
  void type_isDescribedWithItsOptions() throws Exception {
    ProviderPage.describes(FocusFilesProvider.TYPE);
  }

  @Test
  void bill_isAddedUpByDayAndDimensions() throws Exception {
    write("november.csv", fixture("normal.csv"));

    // 1.25 + 0.75 by hand; the machine is no AI and the tax is left out, but its day is told.
    assertThat(november(provider(), 1, 30))
        .containsExactly(
            day(
                "2026-11-20",
                charged(
                    SEARCH
                        .with(Dimension.REGION, "eastus")
                        .with(Dimension.LINE_ITEM, "gpt 5 mini Inp glbl Tokens"),
                    "2.00"),
                charged(
                    Dimensions.of(Dimension.ACCOUNT, "acct-1")
                        .with(Dimension.PROJECT, "sub-2")
                        .with(Dimension.REGION, "us-east-1")
                        .with(Dimension.OPERATION, "Amazon Bedrock")
                        .with(Dimension.LINE_ITEM, "output"),
                    "0.25")),
            day(
                "2026-11-21",
                charged(
                    SEARCH.with(Dimension.LINE_ITEM, "promotion").with(Dimension.VARIANT, "credit"),
                    "-0.50"),
                charged(
                    SEARCH
                        .with(Dimension.LINE_ITEM, "wrong price")
                        .with(Dimension.VARIANT, "usage correction"),
                    "-0.10")),
            day("2026-11-22"));
  }

  @Test
  void source_isABillThatIsReadAgainForWeeks() throws Exception {
    Source source = provider().sources().get(0);

    assertThat(source.name()).isEqualTo("cloud:bill");
    assertThat(source.layer()).isEqualTo(Layer.BILLED);
    assertThat(source.lookback()).hasDays(45);
  }

  @Test
  void options_sayWhichCostAndWhatItIsSplitBy() throws Exception {
    write("november.csv.gz", fixture("normal.csv"));

    Map<String, String> options =
        Map.of(
            "cost", "EffectiveCost",
            "corrections", "false",
            "categories", "Usage",
            "include", "ServiceName=azure *",
            "model", "x_Model,SkuMeter",
            "model_pattern", "^(\\S+ \\d+ mini)",
            "team", "Tags.team",
            "line_item", "",
            "account", "");

    assertThat(november(provider(options), 20, 21))
        .containsExactly(
            day(
                "2026-11-20",
                charged(
                    Dimensions.of(Dimension.PROJECT, "search")
                        .with(Dimension.MODEL, "gpt 5 mini")
                        .with(Dimension.TEAM, "web")
                        .with(Dimension.REGION, "eastus")
                        .with(Dimension.OPERATION, "Azure OpenAI"),
                    "1.60")));
  }

  @Test
  void columns_mayBeNamedAsDatabasesNameThem() throws Exception {
    write(
        "a.csv",
        """
        service_name,charge_category,billed_cost,billing_currency,charge_period_start
        Azure OpenAI,Usage,3,USD,2026-11-20
        """);

    assertThat(november(provider(), 20, 21))
        .containsExactly(
            day("2026-11-20", charged(Dimensions.of(Dimension.OPERATION, "Azure OpenAI"), "3")));
  }

  @Test
  void hours_areKeptWhereTheyAreAskedFor() throws Exception {
    write(
        "a.csv",
        HEADING
            + "2026-11-20T10:00:00Z,1,USD,Usage,Azure OpenAI\n"
            + "2026-11-20T13:30:00+02:00,2,USD,Usage,Azure OpenAI\n");

    assertThat(november(provider(Map.of("bucket", "hour")), 20, 21))
        .extracting(bucket -> bucket.period().start().toString())
        .containsExactly("2026-11-20T10:00", "2026-11-20T11:00");
  }

  @Test
  void otherCurrencies_areKeptApart() throws Exception {
    write(
        "a.csv",
        HEADING
            + "2026-11-20T00:00:00Z,1,USD,Usage,Azure OpenAI\n"
            + "2026-11-20T00:00:00Z,2,EUR,Usage,Azure OpenAI\n");

    assertThat(november(provider(), 20, 21).get(0).rows())
        .extracting(ReportedUsage::cost)
        .extracting(String::valueOf)
        .containsExactly(
            "ReportedCost[amount=1, unit=MAJOR, currency=USD]",
            "ReportedCost[amount=2, unit=MAJOR, currency=EUR]");
  }

  @Test
  void emptyFolder_saysNothing() throws Exception {
    assertThat(november(provider(), 1, 30)).isEmpty();
    provider().check();
  }

  @Test
  void missingFolder_isUnavailableAndSaysWhatToDo() throws Exception {
    Reading gone = () -> november(provider(Map.of("folder", "/nonesuch/bills")), 1, 30);

    ProviderException failure = catchThrowableOfType(ProviderException.class, gone::read);

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure).hasMessageContainingAll("/nonesuch/bills", "create or mount it");
  }

  private interface Reading {
    void read() throws Exception;
  }

  @Test
  void malformedRows_areNamedAndCountedAndLoseNothingElse() throws Exception {
    write(
        "a.csv",
        HEADING
            + "2026-11-20T00:00:00Z,1,USD,Usage,Azure OpenAI\n"
            + "2026-11-20T00:00:00Z,a lot,USD,Usage,Azure OpenAI\n"
            + "yesterday,1,USD,Usage,Azure OpenAI\n"
            + "2026-11-20T00:00:00Z,4\n"
            + "2026-11-21T00:00:00Z,5,,Usage,Azure OpenAI\n"
            + "2026-11-21T00:00:00Z,7,USD,Usage,Azure OpenAI\n");

    assertThat(november(provider(), 20, 22))
        .flatExtracting(ReportedBucket::rows)
        .extracting(ReportedUsage::units)
        .containsExactly(
            Map.of(),
            Map.of("BilledCost in a.csv line 3", "unreadable: a lot"),
            Map.of("ChargePeriodStart in a.csv line 4", "unreadable: yesterday"),
            Map.of("row in a.csv line 5", "unreadable: 2 fields instead of 5"),
            Map.of(),
            Map.of("BillingCurrency in a.csv line 6", "unreadable: "));
    try (PolledLedger ledger = ledger()) {
      assertThat(ledger.read("2026-11-20T00:00:00Z", "2026-11-22T00:00:00Z").rejected())
          .isEqualTo(4);
      assertThat(ledger.dollars("2026-11-20T00:00:00Z", "2026-11-22T00:00:00Z")).isEqualTo("8");
    }
  }

  @Test
  void fileWithoutTheColumns_isNamedAndNothingOfItCounts() throws Exception {
    write("a.csv", "Date,Cost\n2026-11-20,5\n");

    assertThat(november(provider(), 20, 22))
        .flatExtracting(ReportedBucket::rows)
        .extracting(ReportedUsage::units)
        .containsExactly(
            Map.of(
                "a.csv",
                "unreadable: it has no column ChargePeriodStart, BilledCost, BillingCurrency,"
                    + " ChargeCategory, ServiceCategory"));
    ProviderException refused =
        catchThrowableOfType(ProviderException.class, () -> provider().check());
    assertThat(refused.kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(refused).hasMessageContainingAll("a.csv", "BilledCost");
  }

  @Test
  void foldersAndFilesThatAreNoData_areLeftAlone() throws Exception {
    write("a.csv", bill("2026-11-20 1"));
    write(".b.csv", bill("2026-11-20 2"));
    write("_c.csv", bill("2026-11-20 4"));
    write("d.csv.part", bill("2026-11-20 8"));
    write("notes.txt", "hello");
    Files.createDirectories(bills().resolve("empty.csv"));

    assertThat(november(provider(), 20, 21).get(0).rows()).hasSize(1);
    assertThat(november(provider(), 20, 21).get(0).rows().get(0).cost())
        .isEqualTo(new ReportedCost("1", ReportedCost.Unit.MAJOR, "USD"));
  }

  @Test
  void unusableOptions_areRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider(Map.of("folder", "")))
        .withMessageContaining("options.folder is ''");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider(Map.of("cost", "Price")))
        .withMessageContaining("BilledCost, EffectiveCost");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider(Map.of("include", "OpenAI")))
        .withMessageContaining("ServiceName=*OpenAI*");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider(Map.of("model_pattern", "(")))
        .withMessageContaining("a regular expression");
  }
}

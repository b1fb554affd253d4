// SPDX-License-Identifier: Apache-2.0
package aispend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aispend.ledger.Batch;
import aispend.ledger.ForeignAmount;
import aispend.ledger.LedgerPlace;
import aispend.ledger.Repricing;
import aispend.ledger.SqlLedger;
import aispend.ledger.SumQuery;
import aispend.model.ChargePeriod;
import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Layer;
import aispend.model.Money;
import aispend.model.ReportedCost;
import aispend.model.Source;
import aispend.model.Tokens;
import aispend.model.UsageRecord;
import aispend.testing.MutableClock;
import aispend.testing.Spend;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands that change what use cost, on a ledger whose daemon is stopped. */
class RepriceCommandTest {
  private static final ChargePeriod NOVEMBER =
      new ChargePeriod(
          Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-12-01T00:00:00Z"));

  private static final ChargePeriod DAY =
      new ChargePeriod(
          Instant.parse("2026-11-20T00:00:00Z"), Instant.parse("2026-11-21T00:00:00Z"));

  private static final Source BILL =
      new Source(
          "mistral:costs",
          "mistral",
          Layer.BILLED,
          Source.Timeliness.DAILY,
          Duration.ofDays(1),
          Duration.ofDays(30),
          Duration.ofDays(3),
          Duration.ofHours(6));

  @TempDir private Path folder;

  @BeforeEach
  void configure() throws Exception {
    configure("");
  }

  /** 100 input and 10 output tokens at 3 and 6 USD a million: 0.0003 + 0.00006. */
  @Test
  void modelThatTheMapPricesLater_isPricedByRepricing() throws Exception {
    spend("gpt-99", new Cost.Unpriced("not known yet"));
    Path map = write("map.json", entry("gpt-99", "3e-06", "6e-06"));

    assertThat(run("import-prices", "--dry-run", map.toString())).isZero();
    assertThat(run("reprice", "--from", "2026-11-01")).isZero();
    assertThat(total()).as("the dry run learned nothing").isEqualTo("0");

    assertThat(run("import-prices", map.toString())).isZero();
    assertThat(run("reprice", "--from", "2026-11-01", "--dry-run")).isZero();
    assertThat(total()).isEqualTo("0");
    assertThat(run("reprice", "--from", "2026-11-01", "--by", "ada")).isZero();

    assertThat(total()).isEqualTo("0.00036");
    try (SqlLedger ledger = open()) {
      Repricing run = ledger.repricings(9).get(0);
      assertThat(ledger.repricings(9)).as("nothing to change leaves no row").hasSize(1);
      assertThat(run.by()).isEqualTo("ada");
      assertThat(run.canonical()).isEqualTo(Money.usd("0.00036"));
      assertThat(run.changes()).hasSize(1);
      assertThat(run.changes().get(0).unpricedBefore()).isEqualTo(110);
      assertThat(run.changes().get(0).unpricedAfter()).isZero();
      assertThat(run.pricesAfter()).hasSize(12);
    }
  }

  /** The price is learned on the 21st; use of the 20th stays unless the price is dated back. */
  @Test
  void learnedPrice_leavesThePastUntilItIsDatedBack() throws Exception {
    run("import-prices", write("old.json", entry("gpt-99", "3e-06", "6e-06")).toString());
    spend("gpt-99", new Cost.Estimated(Money.usd("0.00036")));
    Path map = write("map.json", entry("gpt-99", "6e-06", "12e-06"));

    run("import-prices", map.toString());
    run("reprice", "--from", "2026-11-01");
    assertThat(total()).isEqualTo("0.00036");

    run("import-prices", "--from", "2026-11-20", map.toString());
    run("reprice", "--from", "2026-11-01");
    assertThat(total()).isEqualTo("0.00072");
  }

  @Test
  void daemonWithOtherPrices_isNotWorkedAgainst() throws Exception {
    spend("gpt-99", new Cost.Unpriced("not known yet"));
    run("import-prices", write("map.json", entry("gpt-99", "3e-06", "6e-06")).toString());

    try (DaemonMark daemon = DaemonMark.on(LedgerPlace.of(url()))) {
      daemon.prices("others");
      assertThatThrownBy(() -> run("reprice", "--from", "2026-11-01"))
          .isInstanceOf(CommandException.class)
          .hasMessageContaining("the daemon runs with other prices or rates (others, here ")
          .hasMessageContaining("POST /-/reload");
      assertThat(run("reprice", "--from", "2026-11-01", "--dry-run")).isZero();
      assertThat(total()).isEqualTo("0");
    }

    run("reprice", "--from", "2026-11-01");
    assertThat(total()).isEqualTo("0.00036");
  }

  /** 12.50 EUR and 2.50 EUR of one identity: 15 x 1.08 = 16.2, and later 15 x 1.1 = 16.5. */
  @Test
  void billInEuros_isConvertedOnceARateIsKnownAndAgainWhenItChanges() throws Exception {
    bill("12.50 + 2.50");
    assertThat(total()).isEqualTo("0");
    assertThat(foreign(true)).containsExactly("EUR 15.00 null");

    configure(rate("1.08", "2026-11-01"));
    run("reprice", "--from", "2026-11-01");
    run("reprice", "--from", "2026-11-01");
    assertThat(total()).isEqualTo("16.2");
    assertThat(foreign(true)).isEmpty();
    assertThat(foreign(false)).containsExactly("EUR 15.00 16.2");

    configure(rate("1.08", "2026-11-01") + rate("1.1", "2026-11-20"));
    run("reprice", "--from", "2026-11-01");
    assertThat(total()).isEqualTo("16.5");
    assertThat(foreign(false)).containsExactly("EUR 15.00 16.5");
  }

  @Test
  void firstDay_mustBeSaid() {
    assertThatThrownBy(() -> run("reprice"))
        .isInstanceOf(CommandException.class)
        .hasMessage("--from DATE is missing");
  }

  private int run(String command, String... options) throws Exception {
    Main.Context context = new Main.Context(Map.of(), MutableClock.at("2026-11-21T12:34:56Z"));
    Object made =
        command.equals("reprice") ? new RepriceCommand(context) : new PricesCommand(context);
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--config", folder.resolve("aispend.toml").toString()));
    new CommandLine(made).parseArgs(all.toArray(new String[0]));
    return made instanceof RepriceCommand reprice ? reprice.call() : ((PricesCommand) made).call();
  }

  private void configure(String more) throws Exception {
    write("aispend.toml", "[ledger]\nurl = \"%s\"\n%s".formatted(url(), more));
  }

  private static String rate(String usd, String from) {
    return "[[currency.rate]]\ncurrency = \"EUR\"\nusd = \"%s\"\nfrom = \"%s\"\n"
        .formatted(usd, from);
  }

  private void spend(String model, Cost cost) {
    try (SqlLedger ledger = open()) {
      new Spend(ledger)
          .register("openai")
          .hour("2026-11-20T05:00:00Z", "openai", Map.of(Dimension.MODEL, model), cost);
    }
  }

  private void bill(String amounts) {
    try (SqlLedger ledger = open()) {
      ledger.register(BILL, Set.of());
      List<UsageRecord> rows =
          Arrays.stream(amounts.split(" \\+ ", -1))
              .map(
                  amount ->
                      new UsageRecord(
                          DAY,
                          Dimensions.of(Dimension.PROVIDER, "mistral"),
                          Tokens.NONE,
                          null,
                          Map.of(),
                          new Cost.Unconverted(
                              Money.of(new BigDecimal(amount), "EUR"),
                              new ReportedCost(amount, ReportedCost.Unit.MAJOR, "eur"))))
              .toList();
      ledger.append(
          new Batch(
              BILL.name(),
              DAY,
              List.of(new Batch.Bucket("costs", DAY, true, rows)),
              DAY.end().plus(Duration.ofDays(1))));
    }
  }

  private String total() {
    try (SqlLedger ledger = open()) {
      return ledger.sums(SumQuery.total(NOVEMBER)).stream()
          .map(row -> row.cost().decimal())
          .findFirst()
          .orElse("0");
    }
  }

  private List<String> foreign(boolean onlyUnconverted) {
    try (SqlLedger ledger = open()) {
      return ledger.foreignAmounts(NOVEMBER, onlyUnconverted).stream()
          .map(RepriceCommandTest::text)
          .toList();
    }
  }

  private static String text(ForeignAmount amount) {
    Money usd = amount.converted();
    return amount.currency() + " " + amount.original() + " " + (usd == null ? null : usd.decimal());
  }

  private SqlLedger open() {
    return SqlLedger.open(url(), List.of(Dimension.PROVIDER));
  }

  private String url() {
    return "jdbc:sqlite:" + folder.resolve("ledger.db");
  }

  private Path write(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text);
  }

  private static String entry(String model, String input, String output) {
    return """
        {"%s": {"litellm_provider": "openai", "mode": "chat",
          "input_cost_per_token": %s, "output_cost_per_token": %s}}
        """
        .formatted(model, input, output);
  }
}

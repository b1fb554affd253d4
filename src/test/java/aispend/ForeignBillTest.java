// SPDX-License-Identifier: Apache-2.0
package aispend;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.ledger.SqlLedger;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.testing.Spend;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A daemon whose vendor bills in euros, before and after it knows their rate. */
class ForeignBillTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private final ChargePeriod hour =
      ChargePeriod.hourOf(Instant.now(Clock.systemUTC()).minus(Duration.ofHours(2)));

  @TempDir private Path folder;

  /** 12.50 EUR at 1.08 are 13.50 USD. */
  @Test
  void amountWithoutARate_isShownEverywhereUntilItIsConverted() throws Exception {
    bill();
    try (App app = start("")) {
      assertThat(get(app, "")).contains("mistral: 12.50 EUR");
      assertThat(get(app, "metrics"))
          .contains("aispend_unconverted_amount{provider=\"mistral\",currency=\"EUR\"} 12.5");
      assertThat(get(app, "api/currencies"))
          .contains("\"amount\":\"12.50\",\"cost_usd\":null,\"rate_usd\":null")
          .contains("\"unconverted\":[{\"provider\":\"mistral\"");
      assertThat(get(app, "api/costs/summary")).contains("\"cost_usd\":\"0\"");
    }
    String day = LocalDate.ofInstant(hour.start(), ZoneOffset.UTC).toString();
    String rate =
        "[[currency.rate]]\ncurrency = \"EUR\"\nusd = \"1.08\"\nfrom = \"%s\"\n".formatted(day);
    try (App app = start(rate)) {
      reprice(day);

      assertThat(get(app, "")).doesNotContain("EUR");
      assertThat(get(app, "api/currencies"))
          .contains(
              "\"amount\":\"12.50\",\"cost_usd\":\"13.5\",\"rate_usd\":1.08,\"rate_from\":\"" + day)
          .contains("\"unconverted\":[]");
      assertThat(get(app, "api/costs/summary")).contains("\"cost_usd\":\"13.5\"");
    }
  }

  private void reprice(String day) throws Exception {
    RepriceCommand command = new RepriceCommand(new Main.Context(Map.of(), Clock.systemUTC()));
    new CommandLine(command)
        .parseArgs("--from", day, "--config", folder.resolve("aispend.toml").toString());
    assertThat(command.call()).isEqualTo(Main.FINE);
  }

  private void bill() {
    try (SqlLedger ledger = SqlLedger.open(url(), List.of(Dimension.PROVIDER))) {
      new Spend(ledger).inEuros(hour, "mistral", "12.50");
    }
  }

  private App start(String more) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("aispend.toml"),
            """
            [server]
            listen = "127.0.0.1:0"
            [ledger]
            url = "%s"
            [labels]
            metrics = ["provider"]
            %s
            """
                .formatted(url(), more));
    Main.Context context = new Main.Context(Map.of(), Clock.systemUTC());
    App app =
        new App(Settings.read(context, file), file, Settings.reader(context), context.clock());
    app.start();
    return app;
  }

  private String get(App app, String path) throws Exception {
    return client
        .send(
            HttpRequest.newBuilder(app.url().resolve("/" + path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private String url() {
    return "jdbc:sqlite:" + folder.resolve("ledger.db");
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.config.PrepaidConfig;
import aispend.ledger.SqlLedger;
import aispend.model.Dimension;
import aispend.model.Money;
import aispend.model.ReportedBalance;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What providers say is left, beside what the configuration says was bought. */
final class BalancesTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final List<PrepaidConfig> PREPAID =
      List.of(bought("deepseek", "500"), bought("openai", "300"));

  @TempDir private Path folder;
  private SqlLedger ledger;

  private static PrepaidConfig bought(String provider, String usd) {
    return new PrepaidConfig(
        provider, Money.usd(usd), LocalDate.parse("2026-11-01"), Optional.empty());
  }

  @BeforeEach
  void open() {
    ledger = SqlLedger.open("jdbc:sqlite:" + folder.resolve("l.db"), List.of(Dimension.PROVIDER));
    ledger.putBalances(
        "deepseek",
        List.of(
            new ReportedBalance("granted", Money.usd("4")),
            new ReportedBalance("topped_up", Money.usd("6.5")),
            new ReportedBalance("topped_up", new Money("CNY", 70_000_000_000L))),
        NOW.minus(Duration.ofHours(1)));
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void whatTheProviderSays_standsBeforeWhatWasBought() {
    assertThat(new Balances(ledger, NOW).of(PREPAID))
        .containsExactlyInAnyOrder(
            new Balance("deepseek", Money.usd("10.5")),
            new Balance("deepseek", new Money("CNY", 70_000_000_000L)),
            new Balance("openai", Money.usd("300")));
  }

  @Test
  void whatWasSaidLongAgo_isNotShownAsLeft() {
    assertThat(new Balances(ledger, NOW.plus(Duration.ofHours(24))).of(PREPAID))
        .containsExactlyInAnyOrder(
            new Balance("deepseek", Money.usd("500")), new Balance("openai", Money.usd("300")));
  }
}

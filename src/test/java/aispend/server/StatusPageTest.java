// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.api.ProviderHealth;
import aispend.insight.BudgetState;
import aispend.model.Cost;
import aispend.model.Dimension;
import aispend.model.Money;
import aispend.testing.Spend;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusPageTest {
  private static final String HOSTILE = "<script>alert('1')</script>\"><img src=x onerror=y>&";

  @TempDir private Path folder;
  private Daemon daemon;

  @BeforeEach
  void create() {
    daemon = new Daemon(folder);
  }

  @AfterEach
  void close() {
    daemon.close();
  }

  @Test
  void spend_isShownForPeopleAndExactlyInToolTips() throws Exception {
    new Spend(daemon.ledger)
        .register("openai")
        .hour("2026-11-21T11:00:00Z", "openai", model("gpt-5"), "1234.567000001")
        .hour("2026-11-20T11:00:00Z", "openai", model("gpt-5"), "0.0042")
        .hour("2026-11-02T11:00:00Z", "openai", model("odd"), new Cost.Unpriced("odd"));
    daemon.providers.add(
        new ProviderHealth("openai", null, null, null, null, List.of("openai:usage")));

    assertThat(page())
        .contains("title=\"1234.567000001 USD\">$1,234.57<")
        .contains("title=\"0.0042 USD\">$0.0042<")
        .contains("title=\"1234.571200001 USD\">$1,234.57<")
        .contains("<title>21 Nov 11:00: 1234.567000001 USD</title>")
        .contains("110 tokens of this month have no price")
        .contains("for: odd.")
        .contains("DEMO")
        .contains("href=\"https://grafana.example/\"")
        .contains("read up to 21 Nov 12:00");
  }

  @Test
  void hostileTexts_areShownAsText() throws Exception {
    new Spend(daemon.ledger)
        .register("openai")
        .hour("2026-11-21T11:00:00Z", "openai", model(HOSTILE), "1");
    daemon.providers.add(new ProviderHealth(HOSTILE, null, null, HOSTILE, null, List.of(HOSTILE)));
    daemon.budgets.add(budget(HOSTILE, "1.5"));

    assertThat(page())
        .contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&gt;&lt;img src=x")
        .doesNotContain("<script")
        .doesNotContain("<img");
  }

  @Test
  void nothingConfigured_saysWhatToSet() throws Exception {
    daemon.providers.add(
        new ProviderHealth(
            "openai", "set OPENAI_ADMIN_KEY to an admin key", null, null, null, List.of()));

    assertThat(page())
        .contains("No provider is polled yet, so there is no data")
        .contains("set OPENAI_ADMIN_KEY to an admin key")
        .contains("not read yet")
        .contains("No budget is set")
        .doesNotContain("$0.00");
  }

  @Test
  void readButUnspent_isZeroAndNotUnknown() throws Exception {
    new Spend(daemon.ledger)
        .register("openai")
        .hour("2026-11-21T11:00:00Z", "openai", model("free"), "0");

    assertThat(page()).contains(">$0.00<").doesNotContain("not read yet");
  }

  @Test
  void providers_sayTheirLastPollAndWhatIsWrong() throws Exception {
    daemon.providers.add(
        new ProviderHealth(
            "openai",
            null,
            Instant.parse("2026-11-21T12:30:00Z"),
            "401 from OpenAI: the key was refused; make an admin key",
            Instant.parse("2026-11-21T13:34:56Z"),
            List.of("openai:usage")));

    assertThat(page())
        .contains("failing")
        .contains("last polled 4 min ago, next in 60 min")
        .contains("401 from OpenAI: the key was refused; make an admin key")
        .doesNotContain("No provider is polled yet");
  }

  @Test
  void budgets_areColouredByTheirUse() throws Exception {
    daemon.budgets.add(budget("calm", "0.74"));
    daemon.budgets.add(budget("watched", "0.75"));
    daemon.budgets.add(budget("near", "0.9"));
    daemon.budgets.add(budget("over", "1"));

    assertThat(page())
        .contains("class=\"meter calm\"")
        .contains("class=\"meter watch\"")
        .contains("class=\"meter near\"")
        .contains("class=\"meter over\"")
        .contains("90 % used, ends in 9 days, owner me");
  }

  @Test
  void ledgerThatCannotBeRead_isSaidAndTheRestIsShown() throws Exception {
    daemon.providers.add(new ProviderHealth("openai", null, null, "no answer", null, List.of()));
    daemon.start();
    daemon.ledger.close();

    assertThat(daemon.get("/").body())
        .contains("The ledger cannot be read")
        .contains("no answer")
        .endsWith("</html>\n");
  }

  private String page() throws Exception {
    daemon.start();
    return daemon.get("/").body();
  }

  private static Map<Dimension, String> model(String model) {
    return Map.of(Dimension.MODEL, model);
  }

  private static BudgetState budget(String name, String ratio) {
    return new BudgetState(
        name,
        "org",
        "month",
        "2026-11",
        "me",
        Money.usd("10"),
        Money.usd("9"),
        new BigDecimal(ratio),
        Instant.parse("2026-12-01T00:00:00Z"));
  }
}

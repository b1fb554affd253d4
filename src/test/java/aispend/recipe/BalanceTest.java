// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aispend.model.Money;
import aispend.model.ProviderException;
import aispend.model.ReportedBalance;
import aispend.provider.Provider;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is left of prepaid credit, by recipe. */
final class BalanceTest {
  private static final String REQUEST = "[source.request]\npath = \"/costs\"\n";
  private static final Path SHIPPED = Path.of("src/main/resources/recipes");

  private Bench bench;

  @BeforeEach
  void start() throws Exception {
    bench = new Bench();
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void deepgramsBalances_areTheirOwnParts() throws Exception {
    bench.script(
        "/v1/projects/p-1/balances",
        """
        {"balances":[{"balance_id":"b1","amount":12.5,"units":"usd","purchase_order_id":"x"},
          {"balance_id":"b2","amount":0.000000001,"units":"usd"}]}
        """);

    assertThat(shipped("deepgram", Map.of("project", "p-1")).balances())
        .containsExactly(
            new ReportedBalance("b1", Money.usd("12.5")),
            new ReportedBalance("b2", Money.usd("0.000000001")));
  }

  @Test
  void vercelsCredits_areATextAndOnePart() throws Exception {
    bench.script("/v1/credits", "{\"balance\":\"95.50\",\"total_used\":\"4.50\"}");

    assertThat(shipped("vercel-ai-gateway", Map.of()).balances())
        .containsExactly(new ReportedBalance("credits", Money.usd("95.5")));
  }

  @Test
  void centsOfAnotherCurrency_areScaled() throws Exception {
    String left = "left = { at = \"/cents\", scale = \"0.01\", currency = \"EUR\" }";
    bench.script("/left", "{\"cents\":\"1234.5\"}");

    assertThat(provider(left).balances())
        .containsExactly(new ReportedBalance("credits", Money.of(new BigDecimal("12.345"), "EUR")));
  }

  @Test
  void amountThatIsNone_isABadResponseThatSaysIt() {
    bench.script("/left", "{\"amount\":\"plenty\"}", "{\"other\":1}");

    assertThat(refused()).contains("balance.left found plenty, which is no number");
    assertThat(refused()).contains("balance.left found nothing");
  }

  @Test
  void recipeWithoutABalance_asksNobody() throws Exception {
    assertThat(bench.provider(Bench.recipe("", REQUEST), Map.of()).balances()).isEmpty();
    assertThat(bench.vendor.requests()).isEmpty();
  }

  private String refused() {
    ProviderException refused =
        catchThrowableOfType(
            ProviderException.class, () -> provider("left = \"/amount\"").balances());
    assertThat(refused.kind()).isEqualTo(ProviderException.Kind.BAD_RESPONSE);
    return String.valueOf(refused.getMessage());
  }

  private Provider provider(String left) {
    return bench.provider(Bench.recipe("[balance]\npath = \"/left\"\n" + left, REQUEST), Map.of());
  }

  private Provider shipped(String name, Map<String, String> options) throws Exception {
    return bench.provider(Files.readString(SHIPPED.resolve(name + ".toml")), options);
  }
}

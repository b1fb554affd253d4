// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aispend.model.Money;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.model.ReportedBalance;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MoonshotProviderTest extends BalanceContract {
  @Override
  protected ProviderType type() {
    return MoonshotProvider.TYPE;
  }

  @Override
  protected String key() {
    return "sk-invented-for-tests";
  }

  @Override
  protected Map<String, String> credential() {
    return Map.of("authorization", "Bearer " + key());
  }

  @Override
  protected String path() {
    return "/v1/users/me/balance";
  }

  /** Cash is owed. */
  @Override
  protected List<ReportedBalance> normal() {
    return List.of(
        new ReportedBalance("voucher", Money.usd("46.58893")),
        new ReportedBalance("cash", Money.usd("-3.00001")));
  }

  @Test
  void otherCurrency_isTakenFromTheOptions() throws Exception {
    assertThat(provider(Map.of("currency", "CNY")).balances())
        .extracting(balance -> balance.left().currency())
        .containsOnly("CNY");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider(Map.of("currency", "yuan")))
        .withMessageStartingWith("options.currency is 'yuan'; must be three capitals");
  }

  @Test
  void failureInAGoodAnswer_isBadResponse() {
    vendor().script(path(), file("balance_failed.json"));

    ProviderException failure =
        catchThrowableOfType(ProviderException.class, () -> provider().balances());

    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(failure).hasMessageContaining("the code is 5");
  }
}

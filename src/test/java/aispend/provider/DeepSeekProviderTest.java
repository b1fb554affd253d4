// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.model.Money;
import aispend.model.ReportedBalance;
import java.util.List;
import java.util.Map;

final class DeepSeekProviderTest extends BalanceContract {
  @Override
  protected ProviderType type() {
    return DeepSeekProvider.TYPE;
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
    return "/user/balance";
  }

  @Override
  protected List<ReportedBalance> normal() {
    return List.of(
        new ReportedBalance("granted", new Money("CNY", 10_000_000_000L)),
        new ReportedBalance("topped_up", new Money("CNY", 100_500_000_000L)),
        new ReportedBalance("granted", Money.usd("0")),
        new ReportedBalance("topped_up", Money.usd("4.000000001")));
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.config.Config;
import aispend.config.ProviderConfig;
import aispend.ledger.DisplayNames;
import aispend.ledger.SqlLedger;
import aispend.model.Dimension;
import aispend.pricing.PriceBook;
import aispend.proxy.BlockingBudget;
import aispend.proxy.ValueNames;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The budgets that stop calls by the configuration in force, and the names calls may go by. */
record Blocking(Supplier<Workload> workload, SqlLedger ledger) implements BlockingBudget.Reading {
  @Override
  public List<BlockingBudget> read() {
    return workload.get().blocking();
  }

  @Override
  public ValueNames names() {
    Workload now = workload.get();
    return names(now.config(), now.prices(), ledger.displayNames());
  }

  /** Models are one where the prices know them as one; other values are what their ids show as. */
  static ValueNames names(Config config, PriceBook prices, DisplayNames shown) {
    Map<String, String> vendors =
        config.providers().stream()
            .collect(Collectors.toMap(ProviderConfig::name, ProviderConfig::type));
    return (provider, dimension, value) ->
        dimension == Dimension.MODEL
            ? prices.canonicalModel(vendors.getOrDefault(provider, provider), value)
            : shown.name(provider, dimension, value);
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.config.Config;
import aispend.config.ProviderConfig;
import aispend.ledger.Repricer;
import aispend.ledger.SqlLedger;
import aispend.model.Dimension;
import aispend.normalise.Normaliser;
import aispend.pricing.PriceBook;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Prices what the ledger keeps by a configuration's prices and exchange rates. */
final class KeptUse implements Repricer {
  private final Function<String, Normaliser> normalisers;
  private final Map<String, Normaliser> byProvider = new ConcurrentHashMap<>();

  private KeptUse(Function<String, Normaliser> normalisers) {
    this.normalisers = normalisers;
  }

  /** Also tells the ledger which names of models are one, as layers are booked anew. */
  static KeptUse by(Config config, PriceBook prices, SqlLedger ledger) {
    for (ProviderConfig provider : config.providers()) {
      ledger.matchModels(provider.name(), model -> prices.canonicalModel(provider.type(), model));
    }
    Map<String, String> vendors =
        config.providers().stream()
            .collect(Collectors.toMap(ProviderConfig::name, ProviderConfig::type));
    return new KeptUse(
        provider ->
            new Normaliser(
                provider,
                vendors.getOrDefault(provider, provider),
                prices,
                Accounts.currencies(config.currency())));
  }

  @Override
  public Optional<Worth> price(Use use) {
    Normaliser normaliser =
        byProvider.computeIfAbsent(use.dimensions().get(Dimension.PROVIDER), normalisers);
    return normaliser
        .again(
            new Normaliser.Kept(
                use.period(),
                use.dimensions(),
                use.tokens(),
                use.units(),
                use.oneCall(),
                use.reported()))
        .map(priced -> new Worth(priced.cost(), priced.savings()));
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * Under which name each provider's models are matched between layers: a bare name and its dated
 * snapshot are one model. Told at each start; any thread may use it.
 */
final class MatchedModels {
  private final Map<String, UnaryOperator<String>> byProvider = new ConcurrentHashMap<>();

  void put(String provider, UnaryOperator<String> names) {
    byProvider.put(provider, names);
  }

  /** The provider and the values of the matched dimensions, by which layers are compared. */
  Dimensions group(String provider, Dimensions dimensions, Set<Dimension> match) {
    Set<Dimension> kept = EnumSet.of(Dimension.PROVIDER);
    kept.addAll(match);
    Dimensions group = dimensions.only(kept).with(Dimension.PROVIDER, provider);
    String model = group.get(Dimension.MODEL);
    return model.isEmpty() ? group : group.with(Dimension.MODEL, name(provider, model));
  }

  String name(String provider, String model) {
    return byProvider.getOrDefault(provider, UnaryOperator.identity()).apply(model);
  }
}

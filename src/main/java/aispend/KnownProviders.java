// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.ingest.EventIngest;
import aispend.normalise.Normaliser;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Normalisers of the providers that events name, of so many and no more, as each provider has a
 * source that is kept for ever. Any thread may use it.
 */
final class KnownProviders implements Function<String, @Nullable Normaliser> {
  private final Function<String, Normaliser> normalisers;
  private final Map<String, Normaliser> known = new ConcurrentHashMap<>();

  KnownProviders(Function<String, Normaliser> normalisers) {
    this.normalisers = normalisers;
  }

  @Override
  public @Nullable Normaliser apply(String provider) {
    Normaliser normaliser = known.get(provider);
    if (normaliser == null && known.size() < EventIngest.MOST_PROVIDERS) {
      normaliser = known.computeIfAbsent(provider, normalisers);
    }
    return normaliser;
  }
}

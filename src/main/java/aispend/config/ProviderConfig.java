// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import static java.util.Objects.requireNonNull;

import aispend.model.Dimension;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One {@code [[provider]]}.
 *
 * @param name unique; the metric label
 * @param type which adapter
 * @param recipe the file that describes the vendor; empty when the adapter knows it
 * @param baseUrl where the vendor is, without a slash at its end
 * @param credential the key, or why there is none; there is one when the provider is enabled
 * @param keyExpires the first UTC day on which the key no longer holds, where that is known
 * @param whyDisabled why it is not asked; empty when it is
 * @param reading when and how far back it is read
 * @param match the dimensions on which layers are matched; empty: each layer's own
 * @param options the adapter's own, as text; lists are joined by commas
 * @param http how it is asked
 */
public record ProviderConfig(
    String name,
    String type,
    Optional<Path> recipe,
    URI baseUrl,
    Credential credential,
    Optional<LocalDate> keyExpires,
    Optional<String> whyDisabled,
    Reading reading,
    Set<Dimension> match,
    Map<String, String> options,
    HttpConfig http) {
  public ProviderConfig {
    requireNonNull(name, "name");
    requireNonNull(type, "type");
    match = Collections.unmodifiableSet(new LinkedHashSet<>(match));
    options = Map.copyOf(options);
    if (whyDisabled.isEmpty() && credential.secret().isEmpty()) {
      throw new IllegalArgumentException("provider " + name + " is enabled without a key");
    }
  }

  /**
   * When and how far back a provider is read.
   *
   * @param backfill how far back at the first start
   * @param lookback how far back each time, for late and revised data
   */
  public record Reading(Schedule schedule, Duration backfill, Duration lookback) {}

  public boolean enabled() {
    return whyDisabled.isEmpty();
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.config.KnownProviderType;
import aispend.http.Unasked;
import aispend.model.Secret;
import aispend.provider.ProviderSettings;
import aispend.provider.ProviderType;
import aispend.provider.UnusableKeyException;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * Whether an adapter takes its options: makes one, which does no I/O, and throws it away. So every
 * problem of an option is said with the others of the configuration, before anything starts.
 */
final class OptionsProbe implements KnownProviderType.OptionsCheck {
  private final ProviderType type;

  OptionsProbe(ProviderType type) {
    this.type = type;
  }

  @Override
  public Optional<String> problem(String name, URI baseUrl, Map<String, String> options) {
    ProviderSettings settings =
        new ProviderSettings(name, baseUrl.toString(), new Secret("none"), "none", options);
    try {
      type.factory().create(settings, new Unasked(), Clock.systemUTC());
      return Optional.empty();
    } catch (UnusableKeyException e) {
      return Optional.empty(); // ours is; whoever makes the adapter with the real one says so
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}

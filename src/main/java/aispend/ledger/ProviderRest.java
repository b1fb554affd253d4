// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a provider is left alone that refused the key.
 *
 * @param configuration under which it refused; another one may have another key
 * @param until the epoch when it is not
 * @param next how long after the next refusal
 * @param why what the provider said; empty while it takes the key
 */
public record ProviderRest(String configuration, Instant until, Duration next, String why) {
  public ProviderRest {
    requireNonNull(configuration, "configuration");
    requireNonNull(until, "until");
    requireNonNull(next, "next");
    requireNonNull(why, "why");
  }
}

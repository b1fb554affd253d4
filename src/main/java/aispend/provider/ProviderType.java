// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.JsonClient;
import java.time.Clock;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A kind of provider that can be configured.
 *
 * @param type the configuration's {@code type}
 * @param defaultBaseUrl where the vendor is
 * @param defaultKeyEnv the variable that holds its key unless the configuration says otherwise
 * @param keyFormat what a key of the right kind looks like; others are said at start. Where it
 *     takes an empty text, the provider can do without a key
 * @param keyHint which key to create where, for messages
 * @param options the names of the adapter's own options
 * @param factory makes one
 */
public record ProviderType(
    String type,
    String defaultBaseUrl,
    String defaultKeyEnv,
    Pattern keyFormat,
    String keyHint,
    Set<String> options,
    Factory factory) {

  /** Makes a provider from its settings. Does no I/O. */
  @FunctionalInterface
  public interface Factory {
    /**
     * Makes a provider.
     *
     * @param http already set up for this provider: time-outs, retries, circuit breaker
     * @param clock tells which day to ask for when only the key is checked
     * @throws IllegalArgumentException when an option's value cannot be used; the message names the
     *     option and the remedy
     */
    Provider create(ProviderSettings settings, JsonClient http, Clock clock);
  }
}

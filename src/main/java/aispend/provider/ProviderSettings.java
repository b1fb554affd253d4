// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static java.util.Objects.requireNonNull;

import aispend.model.Secret;
import java.util.Map;

/**
 * What a provider needs of its configuration.
 *
 * @param name unique; the metric label
 * @param baseUrl where the vendor is, without a slash at its end
 * @param key the credential
 * @param keyName how the operator calls it, for messages: the variable's or file's name
 * @param options the adapter's own, as text; only those in its {@link ProviderType#options()}
 */
public record ProviderSettings(
    String name, String baseUrl, Secret key, String keyName, Map<String, String> options) {
  public ProviderSettings {
    requireNonNull(name, "name");
    requireNonNull(key, "key");
    requireNonNull(keyName, "keyName");
    baseUrl = baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl;
    options = Map.copyOf(options);
  }
}

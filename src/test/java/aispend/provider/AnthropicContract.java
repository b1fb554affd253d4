// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import java.util.Map;

/** What the tests of Anthropic's reports have in common. */
abstract class AnthropicContract extends ProviderContract {
  @Override
  protected final ProviderType type() {
    return AnthropicProvider.TYPE;
  }

  @Override
  protected final String key() {
    return AnthropicVendor.KEY;
  }

  @Override
  protected final Map<String, String> credential() {
    return Map.of("x-api-key", key());
  }

  @Override
  protected final String scope() {
    return "[org:admin]";
  }
}

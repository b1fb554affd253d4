// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import java.util.Map;

/** What the tests of a LiteLLM proxy's reports have in common. */
abstract class LiteLlmContract extends ProviderContract {
  @Override
  protected final ProviderType type() {
    return LiteLlmProvider.TYPE;
  }

  @Override
  protected final String key() {
    return "sk-invented-master-key";
  }

  @Override
  protected final Map<String, String> credential() {
    return Map.of("authorization", "Bearer " + key());
  }

  @Override
  protected final String scope() {
    return "Only proxy admins";
  }
}

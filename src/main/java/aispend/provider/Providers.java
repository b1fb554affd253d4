// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import java.util.List;
import java.util.Optional;

/** The vendors that can be configured, one line each. */
public final class Providers {
  private static final List<ProviderType> ALL =
      List.of(
          OpenAiProvider.TYPE,
          AnthropicProvider.TYPE,
          OpenRouterProvider.TYPE,
          LiteLlmProvider.TYPE,
          DeepSeekProvider.TYPE,
          MoonshotProvider.TYPE,
          XaiProvider.TYPE,
          CursorProvider.TYPE,
          GitHubCopilotProvider.TYPE,
          AzureOpenAiProvider.TYPE,
          AwsBedrockProvider.TYPE,
          GoogleVertexProvider.TYPE);

  private Providers() {}

  public static List<ProviderType> all() {
    return ALL;
  }

  /** The vendor with the configuration's {@code type}. */
  public static Optional<ProviderType> ofType(String type) {
    return ALL.stream().filter(candidate -> candidate.type().equals(type)).findFirst();
  }
}

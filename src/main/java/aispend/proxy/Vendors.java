// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which provider a host is.
 *
 * @param byHost names of providers by host, in small letters
 */
record Vendors(Map<String, String> byHost) {
  static final Vendors KNOWN =
      new Vendors(
          Map.of(
              "api.openai.com", "openai",
              "api.anthropic.com", "anthropic",
              "generativelanguage.googleapis.com", "gemini",
              "openrouter.ai", "openrouter",
              "api.x.ai", "xai",
              "api.deepseek.com", "deepseek",
              "api.mistral.ai", "mistral",
              "api.groq.com", "groq",
              "api.perplexity.ai", "perplexity"));

  Vendors {
    byHost = Map.copyOf(byHost);
  }

  Vendors with(String host, String provider) {
    Map<String, String> all = new HashMap<>(byHost);
    all.put(host.toLowerCase(Locale.ROOT), provider);
    return new Vendors(all);
  }

  /** Null when calls to the host are none of ours. */
  @Nullable String provider(String host) {
    String known = byHost.get(host);
    return known == null && host.startsWith("bedrock-runtime.") ? "bedrock" : known;
  }
}

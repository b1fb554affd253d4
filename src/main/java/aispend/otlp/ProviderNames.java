// SPDX-License-Identifier: Apache-2.0
package aispend.otlp;

import java.util.Locale;
import java.util.Map;

/**
 * The conventions' names of providers as ours. A vendor for which just one provider is configured
 * goes by that one's name, so that what is polled and what is sent are about the same provider.
 *
 * @param configured names of configured providers, by type
 */
record ProviderNames(Map<String, String> configured) {
  private static final Map<String, String> VENDORS =
      Map.ofEntries(
          Map.entry("aws.bedrock", "bedrock"),
          Map.entry("az.ai.inference", "azure"),
          Map.entry("az.ai.openai", "azure"),
          Map.entry("azure.ai.inference", "azure"),
          Map.entry("azure.ai.openai", "azure"),
          Map.entry("gcp.gemini", "gemini"),
          Map.entry("gcp.gen_ai", "gemini"),
          Map.entry("gcp.vertex_ai", "vertex"),
          Map.entry("ibm.watsonx.ai", "watsonx"),
          Map.entry("mistral_ai", "mistral"),
          Map.entry("moonshot_ai", "moonshot"),
          Map.entry("vertex_ai", "vertex"),
          Map.entry("x_ai", "xai"));

  ProviderNames {
    configured = Map.copyOf(configured);
  }

  /** Our name for a provider; one that is not known keeps its own. */
  String of(String told) {
    String small = told.toLowerCase(Locale.ROOT);
    String vendor = VENDORS.getOrDefault(small, small);
    return configured.getOrDefault(vendor, vendor);
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * One vendor that the proxy leads to.
 *
 * @param name the path behind {@code /proxy/}; unique
 * @param baseUrl where the vendor is, without a slash at its end
 * @param provider the label {@code provider} of its calls, and whose prices hold
 * @param includeUsage whether streams are asked to tell their usage where the caller did not
 */
public record UpstreamConfig(String name, URI baseUrl, String provider, boolean includeUsage) {
  static final String OLLAMA = "ollama";

  private static final Map<String, URI> VENDORS =
      Map.of(
          "openai",
          URI.create("https://api.openai.com"),
          "anthropic",
          URI.create("https://api.anthropic.com"),
          "gemini",
          URI.create("https://generativelanguage.googleapis.com"),
          OLLAMA,
          URI.create("http://127.0.0.1:11434"));

  private static final URI NOWHERE = URI.create("https://unnamed");

  /** Those that need no configuration. */
  static List<UpstreamConfig> known() {
    return VENDORS.entrySet().stream()
        .map(
            vendor ->
                new UpstreamConfig(vendor.getKey(), vendor.getValue(), vendor.getKey(), false))
        .toList();
  }

  static UpstreamConfig read(Section section) {
    String name = section.required("name", Kinds.NAME, "unnamed");
    URI known = VENDORS.getOrDefault(name, NOWHERE);
    URI baseUrl = section.getOr("base_url", PlaceKinds.URL, known, "of the name");
    if (baseUrl.equals(NOWHERE) && section.fine("name", "base_url")) {
      section.problem(
          "base_url",
          "is missing",
          "write base_url = \"https://host\"; only known names need none");
    }
    if (PlaceKinds.inTheClear(baseUrl) && section.fine("name", "base_url")) {
      section.warning(
          section.full("base_url")
              + " is http, so the keys of calls travel in the clear; use https");
    }
    UpstreamConfig upstream =
        new UpstreamConfig(
            name,
            baseUrl,
            section.getOr("provider", Kinds.NAME, name, "as `name`"),
            section.get("include_usage", Kinds.FLAG, false));
    section.finish();
    return upstream;
  }
}

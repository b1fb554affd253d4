// SPDX-License-Identifier: Apache-2.0
package aispend.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/** What the simulated vendors call the projects whose ids they report. */
final class Names {
  private Names() {}

  static Map<String, String> ofProjects(Stack stack, String vendor) {
    return switch (vendor) {
      case "openai" ->
          read(
              Web.json(
                  stack.vendorUrl() + "/v1/organization/projects?include_archived=true&limit=100",
                  Map.of("Authorization", "Bearer " + Stack.OPENAI_KEY)));
      case "anthropic" -> {
        Map<String, String> names =
            read(
                Web.json(
                    stack.vendorUrl()
                        + "/v1/organizations/workspaces?include_archived=true&limit=100",
                    Map.of("x-api-key", Stack.ANTHROPIC_KEY, "anthropic-version", "2023-06-01")));
        // Anthropic reports the default workspace as null.
        names.put("", "default");
        yield names;
      }
      default -> throw new IllegalArgumentException(vendor);
    };
  }

  private static Map<String, String> read(JsonNode page) {
    Map<String, String> names = new HashMap<>();
    page.path("data").forEach(one -> names.put(one.path("id").asText(), one.path("name").asText()));
    return names;
  }
}

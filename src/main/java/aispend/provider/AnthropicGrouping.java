// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Anthropic is asked to split usage by: the option {@code group_by}, a list with commas. The
 * API takes at most {@value #MOST} dimensions and refuses a sixth with status 400, which its
 * reference does not say (PostHog/posthog issue 72556).
 *
 * @param dimensions the vendor's names, {@code model} among them, each once
 */
record AnthropicGrouping(List<String> dimensions) {
  static final int MOST = 5;

  private static final List<String> KNOWN =
      List.of(
          "workspace_id",
          "api_key_id",
          "model",
          "service_tier",
          "context_window",
          "inference_geo",
          "speed",
          "account_id",
          "service_account_id");

  /** What a list price depends on, and who used it. */
  static final AnthropicGrouping STANDARD = new AnthropicGrouping(KNOWN.subList(0, MOST));

  AnthropicGrouping {
    dimensions = List.copyOf(dimensions);
    for (String dimension : dimensions) {
      if (!KNOWN.contains(dimension)) {
        throw refused("holds '" + dimension + "'; known are " + String.join(", ", KNOWN));
      }
    }
    if (Set.copyOf(dimensions).size() < dimensions.size()) {
      throw refused("is '" + String.join(",", dimensions) + "'; name each dimension once");
    }
    if (dimensions.size() > MOST) {
      throw refused(
          "names "
              + dimensions.size()
              + " dimensions; Anthropic answers \"Cannot specify more than 5 group_by[]"
              + " dimensions.\", so take away "
              + (dimensions.size() - MOST));
    }
    if (!dimensions.contains("model")) {
      throw refused("lacks 'model'; without it no usage has a price, so add it");
    }
  }

  /** The option's value as configured; {@link #STANDARD} when it is not. */
  static AnthropicGrouping of(@Nullable String option) {
    if (option == null) {
      return STANDARD;
    }
    List<String> names = new ArrayList<>();
    for (String name : option.split(",", -1)) {
      names.add(name.strip());
    }
    return new AnthropicGrouping(names);
  }

  boolean has(String dimension) {
    return dimensions.contains(dimension);
  }

  private static IllegalArgumentException refused(String why) {
    return new IllegalArgumentException("options.group_by " + why);
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.Pacing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The adapter's own options.
 *
 * @param costsByKey {@code group_by_api_key}: split costs by key where the organization may
 * @param costsByUser {@code group_by_user}: split costs by user where the organization may
 * @param limits {@code limits}: read spend limits, a call for each project
 * @param byApiSource {@code group_by_api_source}: split by where calls came from
 * @param endpoints {@code endpoints}: usage reports asked for
 * @param brackets {@code array_style}: {@code group_by[]=a} rather than {@code group_by=a}
 * @param reports pace of each report: {@code requests_per_minute}, {@code min_seconds_after_429}
 * @param lookups pace of name look-ups: {@code admin_requests_per_minute}; the vendor allows about
 *     7 to 10 and does not say when to come back
 */
record OpenAiOptions(
    boolean costsByKey,
    boolean costsByUser,
    boolean limits,
    boolean byApiSource,
    List<OpenAiEndpoint> endpoints,
    boolean brackets,
    Pacing reports,
    Pacing lookups) {
  static final Set<String> NAMES =
      Set.of(
          "group_by_api_key",
          "group_by_user",
          "limits",
          "group_by_api_source",
          "endpoints",
          "array_style",
          "requests_per_minute",
          "admin_requests_per_minute",
          "min_seconds_after_429");

  OpenAiOptions {
    endpoints = List.copyOf(endpoints);
  }

  /**
   * Reads the options.
   *
   * @throws IllegalArgumentException when a value cannot be used
   */
  static OpenAiOptions of(Map<String, String> options) {
    Duration floor = Duration.ofSeconds(number(options, "min_seconds_after_429", 60, 0, 3_600));
    return new OpenAiOptions(
        oneOf(options, "group_by_api_key", "true", "false").equals("true"),
        oneOf(options, "group_by_user", "false", "true").equals("true"),
        oneOf(options, "limits", "false", "true").equals("true"),
        oneOf(options, "group_by_api_source", "false", "true").equals("true"),
        endpoints(options.getOrDefault("endpoints", "")),
        oneOf(options, "array_style", "brackets", "bare").equals("brackets"),
        new Pacing(number(options, "requests_per_minute", 60, 1, Pacing.MOST), floor),
        new Pacing(number(options, "admin_requests_per_minute", 6, 1, Pacing.MOST), floor));
  }

  private static List<OpenAiEndpoint> endpoints(String text) {
    if (text.isBlank()) {
      return List.of(OpenAiEndpoint.values());
    }
    List<OpenAiEndpoint> endpoints = new ArrayList<>();
    for (String code : text.split(",", -1)) {
      OpenAiEndpoint endpoint =
          OpenAiEndpoint.ofCode(code.strip())
              .orElseThrow(() -> wrong("endpoints", text, "a list out of " + known()));
      if (!endpoints.contains(endpoint)) {
        endpoints.add(endpoint);
      }
    }
    return endpoints;
  }

  private static String known() {
    return Arrays.stream(OpenAiEndpoint.values())
        .map(OpenAiEndpoint::code)
        .collect(Collectors.joining(", "));
  }

  /** The option's value; the first allowed one when it is not set. */
  private static String oneOf(Map<String, String> options, String name, String... allowed) {
    String value = options.getOrDefault(name, allowed[0]);
    if (!List.of(allowed).contains(value)) {
      throw wrong(name, value, String.join(" or ", allowed));
    }
    return value;
  }

  private static int number(
      Map<String, String> options, String name, int usual, int least, int most) {
    String text = options.getOrDefault(name, Integer.toString(usual));
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(wrong(name, text, "a whole number").getMessage(), e);
    }
    throw wrong(name, text, "from " + least + " to " + most);
  }

  private static IllegalArgumentException wrong(String name, String value, String remedy) {
    return new IllegalArgumentException(
        "option " + name + " is '" + value + "'; must be " + remedy);
  }
}

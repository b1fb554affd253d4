// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static java.util.Locale.ROOT;

import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The model in the name of a cloud's meter: {@code gpt 5 mini Inp glbl Tokens} (Azure) is about
 * {@code gpt-5-mini}, {@code Gemini 3 Flash Text Input - Predictions} (Google) about {@code
 * gemini-3-flash}. Names are display text that vendors change; one that tells no direction tells no
 * model.
 */
final class MeterName {
  private static final Set<String> DIRECTIONS =
      Set.of("inp", "input", "in", "opt", "outp", "outpt", "output", "out");

  /** Words that may stand between the model and the direction. */
  private static final Set<String> MODIFIERS =
      Set.of(
          "cached",
          "cchd",
          "cache",
          "caching",
          "batch",
          "glbl",
          "global",
          "data",
          "dz",
          "dzone",
          "dzn",
          "regional",
          "rgnl",
          "regnl",
          "prty",
          "priority",
          "flex",
          "pp",
          "ga",
          "thinking",
          "live",
          "txt",
          "text",
          "aud",
          "audio",
          "img",
          "image",
          "video",
          "tokens");

  private MeterName() {}

  /** The model's name with hyphens; null when the meter names none. */
  static @Nullable String model(String meter) {
    String[] words = meter.toLowerCase(ROOT).strip().split("[\\s-]+");
    int end = 0;
    while (end < words.length && !DIRECTIONS.contains(words[end])) {
      end++;
    }
    if (end == words.length) {
      return null;
    }
    while (end > 0 && MODIFIERS.contains(words[end - 1])) {
      end--;
    }
    return end == 0 ? null : String.join("-", Arrays.copyOf(words, end));
  }
}

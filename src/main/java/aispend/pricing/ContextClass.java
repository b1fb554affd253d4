// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import aispend.model.TokenType;
import aispend.model.Tokens;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The size class of requests as vendors label it: {@code 0-200k}, {@code 200k-1M}, {@code long
 * context}.
 *
 * @param atLeast input tokens that every request of the class has; 0 when the label does not tell
 */
record ContextClass(long atLeast) {
  private static final Set<TokenType> OUTPUT =
      EnumSet.of(
          TokenType.OUTPUT, TokenType.REASONING, TokenType.OUTPUT_AUDIO, TokenType.OUTPUT_IMAGE);
  private static final Pattern RANGE = Pattern.compile("(\\d{1,9})([kKmM]?)(?:[-+].*)?");

  /** Of one call whose tokens are known: long rates hold above a threshold, not at it. */
  static ContextClass ofCall(Tokens tokens) {
    long input = 0;
    for (Map.Entry<TokenType, Long> count : tokens.counts().entrySet()) {
      input = OUTPUT.contains(count.getKey()) ? input : Math.addExact(input, count.getValue());
    }
    return new ContextClass(Math.max(0, input - 1));
  }

  static ContextClass of(String label) {
    if (label.startsWith("long")) {
      return new ContextClass(Long.MAX_VALUE);
    }
    Matcher range = RANGE.matcher(label);
    if (!range.matches()) {
      return new ContextClass(0);
    }
    long factor =
        switch (range.group(2)) {
          case "k", "K" -> 1_000;
          case "m", "M" -> 1_000_000;
          default -> 1;
        };
    return new ContextClass(Long.parseLong(range.group(1)) * factor);
  }

  /**
   * Whether every request of the class is above the threshold. A class that reaches over it from
   * below is not: it is estimated at the standard rates.
   */
  boolean isAbove(@Nullable Long threshold) {
    return threshold != null && atLeast >= threshold;
  }
}

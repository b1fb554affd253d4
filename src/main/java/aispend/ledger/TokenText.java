// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.TokenType;
import aispend.model.Tokens;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * The token counts of an event in one column: in the order of {@link TokenType}, up to the last
 * that is not 0, as {@code 106,1,,,23}. A new type goes to the end of that order. What was kept
 * before is JSON by codes, which is read as well.
 */
final class TokenText {
  private static final TokenType[] TYPES = TokenType.values();

  private TokenText() {}

  static String of(Tokens tokens) {
    StringBuilder text = new StringBuilder();
    int end = 0;
    for (TokenType type : TYPES) {
      long count = tokens.of(type);
      if (count > 0) {
        text.append(count);
        end = text.length();
      }
      text.append(',');
    }
    text.setLength(end);
    return text.toString();
  }

  static Tokens tokens(String text) {
    Map<TokenType, Long> counts = new EnumMap<>(TokenType.class);
    if (text.startsWith("{")) {
      JsonText.counts(text)
          .forEach(
              (code, count) -> counts.put(TokenType.valueOf(code.toUpperCase(Locale.ROOT)), count));
    } else {
      String[] parts = text.split(",", -1);
      for (int i = 0; i < parts.length; i++) {
        if (!parts[i].isEmpty()) {
          counts.put(TYPES[i], Long.valueOf(parts[i]));
        }
      }
    }
    return new Tokens(counts);
  }
}

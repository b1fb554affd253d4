// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Date;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Values as messages show them: as TOML writes them, cut to a length, and never one that may be a
 * secret.
 */
final class Shown {
  private static final int MAX_LENGTH = 80;
  private static final String HIDDEN = "***";

  /** How vendors begin their keys. */
  private static final Pattern KNOWN_KEY =
      Pattern.compile(
          "((sk|pk|rk|gsk|xai|ghp|gho|glsa|hf|r8|pplx|fw|xox[abp])[-_]|AKIA|ASIA|AIza|ya29\\.|eyJ)"
              + "[-_.A-Za-z0-9]{16,}.*");

  /** Letters and digits mixed at a length that no name has. */
  private static final Pattern RANDOM =
      Pattern.compile("(?=.*[0-9])(?=.*[a-zA-Z])[A-Za-z0-9+/_=.-]{24,}");

  /** A variable's name, which may be long. */
  private static final Pattern VARIABLE = Pattern.compile("[A-Z][A-Z0-9]*(_[A-Z0-9]+)+");

  private static final Pattern SECRET_NAME =
      Pattern.compile(".*(key|password|passwd|secret|token|credential|bearer)s?");

  private static final Pattern SECRET_WITHIN =
      Pattern.compile("(?i).*(password|passwd|secret|token|api_?key)=.*|.*://[^/]*@.*");

  private Shown() {}

  /** The value, or stars when the key's name or the value's look says that it is a secret. */
  static String of(String key, Object value) {
    return namesSecret(key) ? HIDDEN : of(value);
  }

  static String of(Object value) {
    if (value instanceof String text) {
      return text(text);
    }
    if (value instanceof Double number) {
      return Double.isFinite(number) ? BigDecimal.valueOf(number).toPlainString() : "infinite";
    }
    if (value instanceof Collection<?> list) {
      return list.stream().map(Shown::of).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof TomlTable table) {
      return table(table);
    }
    return value instanceof Date ? "a date-time" : value.toString();
  }

  /** A key's name in a message. */
  static String name(String name) {
    return looksSecret(name) ? HIDDEN : cut(name);
  }

  /** Says that a key by this name would hold a secret itself: {@code api_key}, {@code token}. */
  static boolean namesSecret(String key) {
    return SECRET_NAME.matcher(key.toLowerCase(Locale.ROOT)).matches();
  }

  /** Says that the text is, or holds, what may be a credential. */
  static boolean looksSecret(String text) {
    String value = text.strip();
    return isKey(value)
        || SECRET_WITHIN.matcher(value).matches()
        || (RANDOM.matcher(value).matches()
            && !VARIABLE.matcher(value).matches()
            && !value.contains("/"));
  }

  /** Says that the text is what vendors hand out as a key. */
  static boolean isKey(String text) {
    return KNOWN_KEY.matcher(text.strip()).matches() && text.chars().anyMatch(Character::isDigit);
  }

  private static String text(String text) {
    return looksSecret(text) ? HIDDEN : '"' + cut(text) + '"';
  }

  private static String table(TomlTable table) {
    return table.keys().stream()
        .map(key -> name(key) + " = " + of(key, table.value(key)))
        .collect(Collectors.joining(", ", "{ ", table.keys().isEmpty() ? "}" : " }"));
  }

  private static String cut(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() > MAX_LENGTH ? line.substring(0, MAX_LENGTH) + "..." : line;
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Values by dimension. A dimension that is not known is absent, which reads as the empty text; an
 * empty value is the same as an absent one.
 *
 * @param values what is known, without empty values, in the order of {@link Dimension}
 */
public record Dimensions(Map<Dimension, String> values) {
  public static final Dimensions NONE = new Dimensions(Map.of());

  /** Longest value kept; a longer one is cut, so that one bad row cannot fill the ledger. */
  public static final int MAX_LENGTH = 200;

  public Dimensions {
    EnumMap<Dimension, String> kept = new EnumMap<>(Dimension.class);
    values.forEach(
        (dimension, value) -> {
          if (!value.isEmpty()) {
            kept.put(dimension, storable(value));
          }
        });
    values = Collections.unmodifiableMap(kept);
  }

  /**
   * The text as any database and any encoding gives it back: not too long, not cut within a
   * character, and U+FFFD for what is no character (NUL, half of a surrogate pair).
   */
  private static String storable(String value) {
    int end = Math.min(value.length(), MAX_LENGTH);
    if (end < value.length() && Character.isHighSurrogate(value.charAt(end - 1))) {
      end--;
    }
    String kept = value.substring(0, end);
    if (isPlain(kept)) {
      return kept;
    }
    StringBuilder text = new StringBuilder(end);
    kept.codePoints()
        .map(point -> isNoCharacter(point) ? 0xFFFD : point)
        .forEach(text::appendCodePoint);
    return text.toString();
  }

  /** Whether it is made of single characters that are stored as they are, as nearly all are. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isNoCharacter(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNoCharacter(int point) {
    return point == 0 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
  }

  public static Dimensions of(Dimension dimension, @Nullable String value) {
    return NONE.with(dimension, value);
  }

  /** The value, or the empty text when it is not known. */
  public String get(Dimension dimension) {
    return values.getOrDefault(dimension, "");
  }

  /** These with one more; null and empty take the dimension away. */
  public Dimensions with(Dimension dimension, @Nullable String value) {
    if (get(dimension).equals(value == null ? "" : value)) {
      return this;
    }
    EnumMap<Dimension, String> changed = new EnumMap<>(Dimension.class);
    changed.putAll(values);
    changed.put(dimension, value == null ? "" : value);
    return new Dimensions(changed);
  }

  /** Tells combinations apart of which there are many in one map. */
  @Override
  public int hashCode() {
    return TextHash.of(values.values());
  }

  /** Only the named dimensions. */
  public Dimensions only(Set<Dimension> kept) {
    return new Dimensions(
        values.entrySet().stream()
            .filter(entry -> kept.contains(entry.getKey()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The parts of {@link aispend.model.Dimension#VARIANT}: {@code speed=fast}, {@code
 * size=1024x1024,quality=high}. Parts are separated by comma, semicolon or space. A bare value,
 * {@code fast}, is a part whose name was left out: it is recognised where it can only be that.
 *
 * @param named parts by name
 * @param bare parts without a name
 */
record Variant(Map<String, String> named, Set<String> bare) {
  private static final Variant NONE = new Variant(Map.of(), Set.of());
  private static final Pattern BETWEEN = Pattern.compile("[,;\\s]+");

  Variant {
    named = Map.copyOf(named);
    bare = Set.copyOf(bare);
  }

  static Variant of(String text) {
    if (text.isEmpty()) {
      return NONE;
    }
    Map<String, String> named = new HashMap<>();
    Set<String> bare = new HashSet<>();
    for (String part : BETWEEN.split(text, -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        named.put(part.substring(0, equals), part.substring(equals + 1));
      } else if (!part.isEmpty()) {
        bare.add(part);
      }
    }
    return new Variant(named, bare);
  }

  /** Whether the part has the value. */
  boolean is(String part, String value) {
    String own = named.get(part);
    return own == null ? bare.contains(value) : own.equals(value);
  }

  /**
   * The speed, or the empty text.
   *
   * @param isSpeed tells the vendor's speeds, so that a bare one is recognised
   */
  String speed(Predicate<String> isSpeed) {
    String own = named.get("speed");
    return own == null ? bare.stream().filter(isSpeed).findFirst().orElse("") : own;
  }
}

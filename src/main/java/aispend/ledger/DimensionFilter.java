// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Whether dimensions are wanted. A wanted value matches an id as well as the name shown for it, and
 * {@code *} stands for any text.
 */
final class DimensionFilter implements Predicate<Dimensions> {
  private final Map<Dimension, Pattern> wanted = new EnumMap<>(Dimension.class);
  private final DisplayNames names;

  DimensionFilter(Map<Dimension, String> where, DisplayNames names) {
    this.names = names;
    where.forEach((dimension, value) -> wanted.put(dimension, pattern(value)));
  }

  @Override
  public boolean test(Dimensions dimensions) {
    String provider = dimensions.get(Dimension.PROVIDER);
    return wanted.entrySet().stream()
        .allMatch(
            entry ->
                matches(entry.getValue(), dimensions.get(entry.getKey()))
                    || matches(entry.getValue(), names.name(provider, entry.getKey(), dimensions)));
  }

  private static boolean matches(Pattern pattern, String value) {
    return pattern.matcher(value).matches();
  }

  private static Pattern pattern(String value) {
    return Pattern.compile(
        Arrays.stream(value.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")),
        Pattern.DOTALL);
  }
}

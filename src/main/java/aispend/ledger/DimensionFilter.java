// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Glob;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Whether dimensions are wanted. A wanted value matches an id as well as the name shown for it, and
 * {@code *} stands for any text.
 */
final class DimensionFilter implements Predicate<Dimensions> {
  private final Map<Dimension, Glob> wanted = new EnumMap<>(Dimension.class);
  private final DisplayNames names;

  DimensionFilter(Map<Dimension, String> where, DisplayNames names) {
    this.names = names;
    where.forEach((dimension, value) -> wanted.put(dimension, new Glob(value)));
  }

  @Override
  public boolean test(Dimensions dimensions) {
    String provider = dimensions.get(Dimension.PROVIDER);
    return wanted.entrySet().stream()
        .allMatch(
            entry ->
                entry.getValue().matches(dimensions.get(entry.getKey()))
                    || entry.getValue().matches(names.name(provider, entry.getKey(), dimensions)));
  }
}

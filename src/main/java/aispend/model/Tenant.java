// SPDX-License-Identifier: Apache-2.0
package aispend.model;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One of several whose spend is kept apart in one ledger.
 *
 * @param name unique; events sent with a token of the tenant carry it as the dimension {@code
 *     tenant}
 * @param where what is theirs, by dimension; all conditions must hold; {@code *} in a value stands
 *     for any text
 */
public record Tenant(String name, Map<Dimension, String> where) {
  /** Nobody in particular: sees everything, and what it sends stays as it is. */
  public static final Tenant ALL = new Tenant("", Map.of());

  public Tenant {
    requireNonNull(name, "name");
    EnumMap<Dimension, String> sorted = new EnumMap<>(Dimension.class);
    sorted.putAll(where);
    where = Collections.unmodifiableMap(sorted);
    if (name.isEmpty() != where.isEmpty()) {
      throw new IllegalArgumentException("a tenant needs a name and a condition, not only one");
    }
  }

  public boolean isAll() {
    return where.isEmpty();
  }

  /**
   * What a token of the tenant sends, made the tenant's: its name, and where just one value is the
   * tenant's and none was said, this value.
   */
  public Dimensions claim(Dimensions said) {
    if (isAll()) {
      return said;
    }
    Dimensions claimed = said.with(Dimension.TENANT, name);
    for (Map.Entry<Dimension, String> own : where.entrySet()) {
      boolean unsaid = claimed.get(own.getKey()).isEmpty();
      if (unsaid && new Glob(own.getValue()).literal()) {
        claimed = claimed.with(own.getKey(), own.getValue());
      }
    }
    return claimed;
  }

  /** The first of some dimensions in which something is not the tenant's. */
  public Optional<Dimension> outside(Dimensions dimensions, Set<Dimension> looked) {
    return where.keySet().stream()
        .filter(looked::contains)
        .filter(own -> !new Glob(condition(own)).matches(dimensions.get(own)))
        .findFirst();
  }

  /** Whether all that meets some conditions is the tenant's. */
  public boolean holds(Map<Dimension, String> conditions) {
    return where.keySet().stream()
        .allMatch(
            own ->
                conditions.containsKey(own)
                    && new Glob(condition(own)).holds(new Glob(conditions.getOrDefault(own, ""))));
  }

  /** The condition on a dimension; {@code *} where there is none. */
  public String condition(Dimension dimension) {
    return where.getOrDefault(dimension, "*");
  }
}

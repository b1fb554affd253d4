// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import aispend.model.Dimension;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * One {@code [[tenant]]}.
 *
 * @param name unique
 * @param where what is theirs, by dimension; at least one; {@code *} in a value stands for any text
 */
public record TenantConfig(String name, Map<Dimension, String> where) {
  public TenantConfig {
    EnumMap<Dimension, String> sorted = new EnumMap<>(Dimension.class);
    sorted.putAll(where);
    where = Collections.unmodifiableMap(sorted);
  }

  static TenantConfig read(Section section) {
    String name = section.required("name", Kinds.NAME, "unnamed");
    Map<Dimension, String> where = section.required("where", Kinds.WHERE, Map.of());
    if (where.isEmpty() && section.has("where") && section.fine("where")) {
      section.problem(
          "where", "would give the tenant everything", "write { project = \"acme-*\" }");
    }
    section.finish();
    return new TenantConfig(name, where);
  }
}

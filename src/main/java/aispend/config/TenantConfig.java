// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import aispend.model.Dimension;
import aispend.model.Glob;
import aispend.model.Tenant;
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

  /** The tenant as all other rooms know it. */
  public Tenant tenant() {
    return new Tenant(name, where);
  }

  static TenantConfig read(Section section) {
    String name = section.required("name", Kinds.NAME, "unnamed");
    Map<Dimension, String> where = section.required("where", Kinds.WHERE, Map.of());
    if (section.has("where") && section.fine("where")) {
      check(section, name, where);
    }
    section.finish();
    return new TenantConfig(name, where);
  }

  private static void check(Section section, String name, Map<Dimension, String> where) {
    if (where.values().stream().allMatch(value -> value.matches("\\*+"))) {
      section.problem(
          "where", "would give the tenant everything", "write { project = \"acme-*\" }");
    }
    String tenant = where.getOrDefault(Dimension.TENANT, "*");
    if (section.fine("name") && !new Glob(tenant).matches(name)) {
      section.problem(
          "where",
          "would hide from the tenant what its own tokens send",
          "write tenant = \"" + name + "\", or leave tenant out of it");
    }
  }
}

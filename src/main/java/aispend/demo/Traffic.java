// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One steady flow of calls: who calls what how often.
 *
 * @param id position in its vendor's table, which its numbers depend on
 * @param operation the usage endpoint that counts it: {@code completions}, {@code messages}
 * @param fields what it can be grouped by, in the vendor's field names; absent is null
 * @param callsPerHour mean on a weekday's busy hour, in thousandths
 * @param perCall what one call uses
 * @param special what happens to every row of it; null for what its dice say
 * @param earlierProject where a moved row is told first; null unless moved
 */
record Traffic(
    int id,
    Vendor vendor,
    String operation,
    Map<String, String> fields,
    long callsPerHour,
    Quantities perCall,
    @Nullable Fate special,
    @Nullable String earlierProject) {
  Traffic {
    fields = Map.copyOf(fields);
  }

  /** Whether it runs while people sleep. */
  boolean isBatch() {
    return "true".equals(fields.get("batch")) || "batch".equals(fields.get("service_tier"));
  }

  /** The fields of a row that is told under the earlier project. */
  Map<String, String> earlierFields() {
    Map<String, String> changed = new LinkedHashMap<>(fields);
    if (earlierProject != null) {
      changed.put(vendor.projectField(), earlierProject);
    }
    return changed;
  }
}

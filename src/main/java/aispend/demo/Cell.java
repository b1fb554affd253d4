// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one flow used in one hour, as it is or as it is told.
 *
 * @param hour start of the UTC hour
 * @param fields what it can be grouped by, in the vendor's field names; absent is null
 * @param fate how the telling changes
 * @param lateHours the age at which a late row appears
 */
record Cell(
    Traffic traffic,
    Instant hour,
    Map<String, String> fields,
    Quantities quantities,
    Fate fate,
    int lateHours) {

  String operation() {
    return traffic.operation();
  }

  @Nullable String field(String name) {
    return fields.get(name);
  }

  Cell with(Map<String, String> otherFields, Quantities otherQuantities) {
    return new Cell(traffic, hour, otherFields, otherQuantities, fate, lateHours);
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What was used and what it costs: of one flow and hour, of a call, or several added up.
 *
 * @param at start of the hour, or the time of the call
 * @param fields what it can be split by: project, key, user, model and others of the flow
 * @param nanos of a dollar; what the vendor charges, exact
 */
record FieldUse(Instant at, Map<String, String> fields, Quantities quantities, long nanos) {
  private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

  /** Uses of equal keys added up, in the order of keys; the rest is that of the first. */
  static Map<String, FieldUse> sum(Collection<FieldUse> uses, Function<FieldUse, String> key) {
    Map<String, FieldUse> sums = new TreeMap<>();
    uses.forEach(use -> sums.merge(key.apply(use), use, FieldUse::plus));
    return sums;
  }

  FieldUse plus(FieldUse more) {
    return new FieldUse(
        at, fields, quantities.plus(more.quantities), Math.addExact(nanos, more.nanos));
  }

  /**
   * An hour as its calls, which add up to it.
   *
   * @param most how many at most, however many there were
   */
  List<FieldUse> calls(int most) {
    int calls = (int) Math.max(1, Math.min(most, count(Quantity.REQUESTS)));
    List<FieldUse> all = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      // Two calls of one flow are never in one millisecond, as some vendors tell them apart by it.
      Instant when = at.plusMillis(HOUR_MILLIS * i / calls + 123);
      long share = nanos * (i + 1) / calls - nanos * i / calls;
      all.add(new FieldUse(when, fields, quantities.part(i, calls), share));
    }
    return all;
  }

  String field(String name) {
    return fields.getOrDefault(name, "");
  }

  /** The UTC day as {@code 2026-11-20}. */
  String day() {
    return at.toString().substring(0, 10);
  }

  long count(Quantity first, Quantity... more) {
    return quantities.of(first, more);
  }

  BigDecimal dollars() {
    return BigDecimal.valueOf(nanos, 9);
  }

  /** With as many fractions as it takes. */
  BigDecimal cents() {
    return BigDecimal.valueOf(nanos, 7);
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Merges rows over the fields a caller did not group by, as both vendors do: what is not grouped by
 * is null in the answer.
 */
final class Grouping {
  private Grouping() {}

  /**
   * Rows that share the values of some fields.
   *
   * @param fields the values; a field that is null or was not grouped by is absent
   */
  record Use(Map<String, String> fields, Quantities quantities) {}

  /**
   * Charges that share the values of some fields.
   *
   * @param fields the values; a field that is null or was not grouped by is absent
   * @param quantity null when no charge has one
   */
  record Money(
      Map<String, String> fields,
      BigDecimal dollars,
      @Nullable BigDecimal quantity,
      @Nullable String unit) {
    private Money plus(Charge charge) {
      BigDecimal more = charge.quantity();
      BigDecimal sum = quantity == null ? more : more == null ? quantity : quantity.add(more);
      return new Money(fields, dollars.add(charge.dollars()), sum, unit);
    }
  }

  static List<Use> use(Collection<Cell> cells, List<String> groupBy) {
    Map<String, Use> groups = new TreeMap<>();
    for (Cell cell : cells) {
      Map<String, String> fields = only(cell.fields(), groupBy);
      groups.merge(
          fields.toString(),
          new Use(fields, cell.quantities()),
          (old, more) -> new Use(old.fields(), old.quantities().plus(more.quantities())));
    }
    return List.copyOf(groups.values());
  }

  static List<Money> money(Collection<Charge> charges, List<String> groupBy) {
    Map<String, Money> groups = new TreeMap<>();
    for (Charge charge : charges) {
      Map<String, String> fields = only(charge.fields(), groupBy);
      Money group =
          groups.getOrDefault(
              fields.toString(), new Money(fields, BigDecimal.ZERO, null, charge.unit()));
      groups.put(fields.toString(), group.plus(charge));
    }
    return List.copyOf(groups.values());
  }

  private static Map<String, String> only(Map<String, String> fields, List<String> groupBy) {
    Map<String, String> kept = new LinkedHashMap<>();
    for (String field : groupBy) {
      String value = fields.get(field);
      if (value != null) {
        kept.put(field, value);
      }
    }
    return kept;
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table of flows: one a line, {@code operation project key user model name=value ...}; a
 * dash is null. {@code calls} is the mean per hour, names of quantities are what one call uses,
 * {@code fate} and {@code from} say what happens to each row, all others are the vendor's fields.
 */
final class TrafficTable {
  private static final int FIXED = 5;

  private final Vendor vendor;
  private final List<String> fixedFields;
  private final Map<String, String> otherFields;

  /**
   * A reader of tables.
   *
   * @param fixedFields the vendor's names of project, key, user and model
   * @param otherFields fields every flow has unless its line says otherwise
   */
  TrafficTable(Vendor vendor, List<String> fixedFields, Map<String, String> otherFields) {
    this.vendor = vendor;
    this.fixedFields = List.copyOf(fixedFields);
    this.otherFields = Map.copyOf(otherFields);
  }

  List<Traffic> read(String table) {
    List<Traffic> flows = new ArrayList<>();
    table
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .forEach(line -> flows.add(flow(flows.size(), line.split("\\s+"))));
    return List.copyOf(flows);
  }

  private Traffic flow(int id, String[] words) {
    Map<String, String> fields = new LinkedHashMap<>(otherFields);
    for (int i = 1; i < FIXED; i++) {
      put(fields, fixedFields.get(i - 1), words[i]);
    }
    Map<Quantity, Long> perCall = new EnumMap<>(Quantity.class);
    Map<String, String> settings = new LinkedHashMap<>();
    for (int i = FIXED; i < words.length; i++) {
      String name = words[i].substring(0, words[i].indexOf('='));
      String value = words[i].substring(name.length() + 1);
      Quantity quantity = quantity(name);
      if (quantity != null) {
        perCall.put(quantity, Long.parseLong(value));
      } else if (List.of("calls", "fate", "from").contains(name)) {
        settings.put(name, value);
      } else {
        put(fields, name, value);
      }
    }
    String fate = settings.get("fate");
    return new Traffic(
        id,
        vendor,
        words[0],
        fields,
        Math.round(Double.parseDouble(settings.getOrDefault("calls", "1")) * 1000),
        Quantities.of(perCall),
        fate == null ? null : Fate.valueOf(fate.toUpperCase(Locale.ROOT)),
        settings.get("from"));
  }

  private static void put(Map<String, String> fields, String name, String value) {
    if (value.equals("-")) {
      fields.remove(name);
    } else {
      fields.put(name, value);
    }
  }

  private static @Nullable Quantity quantity(String name) {
    for (Quantity quantity : Quantity.values()) {
      if (quantity.code().equals(name)) {
        return quantity;
      }
    }
    return null;
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What may be written for a key.
 *
 * @param name as the documentation calls it, with its bounds: {@code duration 10s to 31d}
 * @param example as it stands in the file, for remedies
 * @param reader turns what TOML holds into the value
 */
record Kind<T>(String name, String example, Reader<T> reader) {

  /** Reads one value. */
  @FunctionalInterface
  interface Reader<T> {
    T read(Object raw) throws BadValue;
  }

  T read(Object raw) throws BadValue {
    return reader.read(raw);
  }

  /** The same, named otherwise. */
  Kind<T> named(String other, String otherExample) {
    return new Kind<>(other, otherExample, reader);
  }

  /** A list of these without repetition, in the order of the file; empty only when allowed. */
  Kind<Set<T>> setOf(String plural, boolean mayBeEmpty) {
    return new Kind<>(
        plural,
        "[" + example + "]",
        raw -> {
          if (!(raw instanceof List<?> list)) {
            throw new BadValue("not a list");
          }
          if (list.isEmpty() && !mayBeEmpty) {
            throw new BadValue("an empty list", "name at least one, or remove the line");
          }
          Set<T> values = new LinkedHashSet<>();
          for (Object each : list) {
            if (!values.add(read(each))) {
              throw new BadValue("names " + Shown.of(each) + " twice", "keep only one of them");
            }
          }
          return values;
        });
  }

  /** A table with keys of one kind and values of this. */
  <K> Kind<Map<K, T>> tableBy(Kind<K> keys, String plural, String tableExample) {
    return new Kind<>(
        plural,
        tableExample,
        raw -> {
          if (!(raw instanceof TomlTable table)) {
            throw new BadValue("not a table");
          }
          Map<K, T> values = new LinkedHashMap<>();
          for (String key : table.keys()) {
            values.put(keys.read(key), readNamed(key, table.value(key)));
          }
          return values;
        });
  }

  private T readNamed(String key, Object raw) throws BadValue {
    try {
      return read(raw);
    } catch (BadValue bad) {
      throw new BadValue("its " + key + " is " + bad.what(), bad.remedy());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A TOML table that knows the line of each key. Values are String, Long, Double, Boolean, Date,
 * List of these, TomlTable, or {@link Repeated}. Filled by {@link TomlParser}, then only read.
 */
final class TomlTable {
  private final int line;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private boolean defined;

  private record Entry(Object value, int line) {}

  /** The tables under one {@code [[name]]}. */
  record Repeated(List<TomlTable> tables) {
    TomlTable last() {
      return tables.get(tables.size() - 1);
    }
  }

  TomlTable(int line) {
    this.line = line;
  }

  /** Where its header stands. */
  int line() {
    return line;
  }

  Set<String> keys() {
    return entries.keySet();
  }

  @Nullable Object find(String key) {
    Entry entry = entries.get(key);
    return entry == null ? null : entry.value;
  }

  /** The value of a key that is there. */
  Object value(String key) {
    Object value = find(key);
    if (value == null) {
      throw new IllegalArgumentException("no key " + key);
    }
    return value;
  }

  /** Where the key stands; the table's own line when it is not there. */
  int lineOf(String key) {
    Entry entry = entries.get(key);
    return entry == null ? line : entry.line;
  }

  void put(String key, Object value, int atLine) {
    entries.put(key, new Entry(value, atLine));
  }

  /** Adds a table under {@code [[key]]}. */
  TomlTable append(String key, int atLine) {
    Object existing = find(key);
    TomlTable added = new TomlTable(atLine);
    if (existing instanceof Repeated repeated) {
      repeated.tables().add(added);
    } else {
      put(key, new Repeated(new ArrayList<>(List.of(added))), atLine);
    }
    return added;
  }

  /** Marks that its own header was seen; false when that happened before. */
  boolean define() {
    boolean first = !defined;
    defined = true;
    return first;
  }
}

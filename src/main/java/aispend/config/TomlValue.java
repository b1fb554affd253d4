// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import com.moandjiezana.toml.Toml;
import java.util.List;
import java.util.Map;

/**
 * Reads one value by toml4j, whose messages quote values, do not say what is wrong and are never
 * passed on.
 */
final class TomlValue {
  private TomlValue() {}

  /**
   * The value with the line it begins on.
   *
   * @param value of the extent that {@link ValueScanner} found
   */
  static Object read(String value, int line) throws BadValue {
    TomlTexts texts = TomlTexts.of(value);
    try {
      Object read = new Toml().read("value = " + texts.rest() + "\n").toMap().get("value");
      if (read == null) {
        throw unreadable(value);
      }
      return positioned(read, texts, line);
    } catch (NumberFormatException tooLarge) {
      throw new BadValue("a number of more than 64 bits", "write a smaller one");
    } catch (IllegalStateException refused) {
      throw unreadable(value);
    }
  }

  /** Tells by its first letter what was meant; toml4j does not tell. */
  private static BadValue unreadable(String value) {
    return switch (value.charAt(0)) {
      case '[' ->
          new BadValue("a list that cannot be read", "write values of one type: [\"a\", \"b\"]");
      case '{' -> new BadValue("a table that cannot be read", "write { key = \"value\" }");
      default ->
          new BadValue(
              "neither number, true, false nor quoted text", "put double quotes around text");
    };
  }

  /** toml4j's maps as tables, with the texts put back; it leaves the quotes on quoted keys. */
  private static Object positioned(Object read, TomlTexts texts, int line) {
    if (read instanceof String number) {
      return texts.text(number);
    }
    if (read instanceof Map<?, ?> map) {
      TomlTable table = new TomlTable(line);
      table.define();
      map.forEach(
          (key, value) ->
              table.put(key(key.toString(), texts), positioned(value, texts, line), line));
      return table;
    }
    return read instanceof List<?> list
        ? list.stream().map(each -> positioned(each, texts, line)).toList()
        : read;
  }

  private static String key(String key, TomlTexts texts) {
    return key.startsWith("\"") ? texts.text(key.substring(1, key.length() - 1)) : key;
  }
}

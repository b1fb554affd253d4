// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads a provider's {@code options}: only names its adapter knows, every value as text. */
final class ProviderOptions {
  private ProviderOptions() {}

  static Kind<Map<String, String>> kind(KnownProviderType type) {
    return new Kind<>(
        "table of the adapter's own options",
        "{ name = \"value\" }",
        raw -> {
          if (!(raw instanceof TomlTable table)) {
            throw new BadValue("not a table");
          }
          Map<String, String> options = new TreeMap<>();
          for (String name : table.keys()) {
            checkName(name, type);
            options.put(name, text(table.value(name)));
          }
          return options;
        });
  }

  private static void checkName(String name, KnownProviderType type) throws BadValue {
    if (!type.known() || type.options().contains(name)) {
      return;
    }
    if (Shown.namesSecret(name)) {
      throw new BadValue(
          "holds a secret, which must not stand in this file",
          "use key_env or key_file of the provider");
    }
    throw new BadValue(
        type.type() + " has no option " + Shown.name(name),
        type.options().isEmpty()
            ? "remove it: it has none at all"
            : "known: " + String.join(", ", new TreeSet<>(type.options())));
  }

  private static String text(Object raw) throws BadValue {
    if (raw instanceof Collection<?> list) {
      StringBuilder joined = new StringBuilder();
      for (Object each : list) {
        joined.append(joined.isEmpty() ? "" : ",").append(text(each));
      }
      return joined.toString();
    }
    if (raw instanceof Long || raw instanceof Boolean) {
      return raw.toString();
    }
    if (!(raw instanceof String)) {
      throw new BadValue(
          "holds what is neither text, whole number, true, false nor a list of these",
          "put it in double quotes");
    }
    String text = Kinds.text(raw);
    if (Shown.isKey(text)) {
      throw new BadValue(
          "holds a secret, which must not stand in this file",
          "use key_env or key_file of the provider");
    }
    return text;
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One table of the file while it is read. Asking for a key makes it known; {@link #finish} reports
 * what nobody asked for. A bad value is reported and its default returned, so that reading goes on.
 */
final class Section {
  private final String path;
  private final String suffix;
  private final TomlTable table;
  private final Findings findings;
  private final Set<String> asked = new LinkedHashSet<>();
  private final Set<String> faulty = new LinkedHashSet<>();

  private Section(String path, String suffix, TomlTable table, Findings findings) {
    this.path = path;
    this.suffix = suffix;
    this.table = table;
    this.findings = findings;
  }

  static Section root(TomlTable table, Findings findings) {
    return new Section("", "", table, findings);
  }

  /** Says that the file has the key, with whatever value. */
  boolean has(String key) {
    return table.find(key) != null;
  }

  /** Says that the file has anything of this table. */
  boolean isGiven() {
    return !table.keys().isEmpty();
  }

  /** The value, or what the default, written as in the file, reads as. */
  <T> T get(String key, Kind<T> kind, Object byDefault) {
    try {
      return getOr(key, kind, kind.read(byDefault), Shown.of(byDefault));
    } catch (BadValue impossible) {
      throw new AssertionError("the default of " + full(key) + " is wrong", impossible);
    }
  }

  /** The text as it stands in the file; empty when there is none. Does not make the key known. */
  Optional<String> textOf(String key) {
    return table.find(key) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /**
   * The value, or a default that depends on something else.
   *
   * @param shown how the documentation names the default
   */
  <T> T getOr(String key, Kind<T> kind, T byDefault, String shown) {
    know(key, kind.name(), shown);
    Object raw = table.find(key);
    return raw == null ? byDefault : read(key, kind, raw).orElse(byDefault);
  }

  /**
   * The value of a key without a default.
   *
   * @param placeholder stands in when the value is missing or wrong; nobody gets to see it
   */
  <T> T required(String key, Kind<T> kind, T placeholder) {
    know(key, kind.name(), "required");
    Object raw = table.find(key);
    if (raw == null) {
      problem(key, "is missing", "write " + key + " = " + kind.example());
      return placeholder;
    }
    return read(key, kind, raw).orElse(placeholder);
  }

  /** The value; empty when it is left out or the empty text. */
  <T> Optional<T> optional(String key, Kind<T> kind) {
    know(key, kind.name(), "\"\"");
    Object raw = table.find(key);
    return raw == null || raw.equals("") ? Optional.empty() : read(key, kind, raw);
  }

  /** A table; an empty one when it is left out. */
  Section table(String key) {
    asked.add(key);
    Object raw = table.find(key);
    if (raw != null && !(raw instanceof TomlTable)) {
      problem(key, "must be one table", "write its header once, in single brackets: [" + key + "]");
    }
    TomlTable child = raw instanceof TomlTable known ? known : new TomlTable(0);
    return new Section(plain(key), suffix, child, findings);
  }

  /** Tables under a repeated header. */
  List<Section> tables(String key) {
    asked.add(key);
    Object raw = table.find(key);
    List<Section> sections = new ArrayList<>();
    if (raw instanceof TomlTable.Repeated repeated) {
      for (TomlTable each : repeated.tables()) {
        sections.add(entry(key, sections.size() + 1, each));
      }
    } else if (raw != null) {
      String header = "[[" + plain(key) + "]]";
      problem(key, "may repeat, so it needs double brackets", "write its header as " + header);
      if (raw instanceof TomlTable single) {
        sections.add(entry(key, 1, single));
      }
    }
    return sections;
  }

  private Section entry(String key, int number, TomlTable entry) {
    boolean named = entry.find("name") instanceof String name && Shown.name(name).equals(name);
    String label = named ? " (" + entry.value("name") + ")" : "";
    return new Section(plain(key) + "[" + number + "]", label, entry, findings);
  }

  /** Reports a problem with a key that is there, or with its absence. */
  void problem(String key, String what, String remedy) {
    Object raw = table.find(key);
    problem(
        key,
        raw == null || raw instanceof TomlTable.Repeated ? null : Shown.of(key, raw),
        what,
        remedy);
  }

  /** Reports a problem without showing the value. */
  void hiddenProblem(String key, String what, String remedy) {
    problem(key, null, what, remedy);
  }

  private void problem(String key, @Nullable String value, String what, String remedy) {
    faulty.add(key);
    findings.problem(new ConfigProblem(table.lineOf(key), full(key), value, what, remedy));
  }

  /** Says that none of the keys has a problem, so that they can be compared. */
  boolean fine(String... keys) {
    return Set.of(keys).stream().noneMatch(faulty::contains);
  }

  void warning(String warning) {
    findings.warning(warning);
  }

  /** The key as messages name it: {@code provider[2].every (azure)}. */
  String full(String key) {
    return plain(key) + suffix;
  }

  /** Reports every key that nobody asked for. */
  void finish() {
    for (String key : table.keys()) {
      if (asked.contains(key)) {
        continue;
      }
      if (Shown.namesSecret(key)) {
        hiddenProblem(Shown.name(key), "a secret must not stand in this file", secretRemedy());
      } else {
        findings.problem(
            new ConfigProblem(
                table.lineOf(key),
                full(Shown.name(key)),
                null,
                "no such key",
                Nearest.remedy(key, asked)));
      }
    }
  }

  private String secretRemedy() {
    String key = asked.contains("password_env") ? "password" : "key";
    return asked.contains(key + "_env")
        ? "put it into an environment variable or a file and name that: "
            + (key + "_env = \"NAME\" or " + key + "_file = \"/path\"")
        : "remove it from here";
  }

  private <T> Optional<T> read(String key, Kind<T> kind, Object raw) {
    if (raw instanceof String text && Shown.isKey(text)) {
      hiddenProblem(key, "looks like a secret, which must not stand in this file", secretRemedy());
      return Optional.empty();
    }
    try {
      return Optional.of(kind.read(raw));
    } catch (BadValue bad) {
      String remedy = bad.remedy();
      problem(key, bad.what(), remedy != null ? remedy : "write " + key + " = " + kind.example());
      return Optional.empty();
    }
  }

  private void know(String key, String kind, String byDefault) {
    asked.add(key);
    String counted = plain(key).replaceAll("\\[\\d+\\]", "");
    findings.known(new Findings.KnownKey(counted, kind, byDefault));
  }

  private String plain(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}

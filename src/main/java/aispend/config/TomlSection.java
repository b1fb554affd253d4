// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A table of a TOML file that another room reads, with what is read of the configuration: every
 * problem at once, by its key, its line and its remedy; no secret shown. A bad value is reported
 * and its stand-in returned, so that reading goes on. Used by one thread.
 */
public final class TomlSection {
  private static final Kind<String> TEXT =
      new Kind<>(
          "text",
          "\"...\"",
          raw -> {
            if (raw instanceof String text) {
              return text;
            }
            throw new BadValue("not text", "put it in double quotes");
          });

  private final Section section;
  private final TomlTable table;
  private final Findings findings;

  private TomlSection(Section section, TomlTable table, Findings findings) {
    this.section = section;
    this.table = table;
    this.findings = findings;
  }

  /** A text that cannot be what it should be. */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final String what;
    private final String remedy;

    public Refused(String what, String remedy) {
      super(what + "; " + remedy);
      this.what = what;
      this.remedy = remedy;
    }
  }

  /** Makes something of a text. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(String text) throws Refused;
  }

  /** The file's outermost table; what cannot be read is among the problems. */
  public static TomlSection of(String text) {
    Findings findings = new Findings();
    TomlTable root = new TomlParser(text, findings::problem).parse();
    return new TomlSection(Section.root(root, findings), root, findings);
  }

  /** As {@link #of(String)}, of a file that may be missing or no text. */
  public static TomlSection of(Path file) {
    Findings findings = new Findings();
    String text = ConfigText.of(file, findings).orElse("");
    TomlTable root = new TomlParser(text, findings::problem).parse();
    return new TomlSection(Section.root(root, findings), root, findings);
  }

  /** The problems of the whole file so far, in its order. */
  public List<ConfigProblem> problems() {
    return findings.problems();
  }

  /** The paths of the keys that were asked for so far, in the whole file, without counts. */
  public List<String> known() {
    return findings.knownKeys().stream().map(Findings.KnownKey::path).toList();
  }

  /** A text that must be there. */
  public String text(String key) {
    return section.required(key, TEXT, "");
  }

  public String text(String key, String byDefault) {
    return section.getOr(key, TEXT, byDefault, byDefault);
  }

  /** A text, read further; missing it is an error. */
  public <T> T read(String key, Reader<T> reader, T standIn) {
    return section.required(key, kind(reader), standIn);
  }

  /** A text, read further; null when it is missing or cannot be read. */
  public <T> @Nullable T find(String key, Reader<T> reader) {
    return section.optional(key, kind(reader)).orElse(null);
  }

  public boolean flag(String key, boolean byDefault) {
    return section.get(key, Kinds.FLAG, byDefault);
  }

  public long whole(String key, long least, long most, long byDefault) {
    return section.getOr(key, Kinds.integer(least, most), byDefault, Long.toString(byDefault));
  }

  /** A duration; bounds and default as they are written: {@code 1h}. */
  public Duration duration(String key, String least, String most, String byDefault) {
    return section.get(key, Kinds.duration(least, most), byDefault);
  }

  /** One of several words; the first stands in for one that is not known. */
  public <T> T choice(String key, Map<String, T> choices, @Nullable T byDefault) {
    Reader<T> reader =
        word -> {
          T chosen = choices.get(word);
          if (chosen == null) {
            throw new Refused("not known", "write one of " + String.join(", ", choices.keySet()));
          }
          return chosen;
        };
    return byDefault == null
        ? section.required(key, kind(reader), choices.values().iterator().next())
        : section.getOr(key, kind(reader), byDefault, "");
  }

  /** One text or a list of them; empty when it is left out. */
  public List<String> texts(String key) {
    Kind<List<String>> kind =
        new Kind<>(
            "text or list of texts",
            "[\"...\"]",
            raw -> {
              List<String> texts = new ArrayList<>();
              for (Object each : raw instanceof List<?> list ? list : List.of(raw)) {
                texts.add(each instanceof Long number ? number.toString() : TEXT.read(each));
              }
              return texts;
            });
    return section.getOr(key, kind, List.of(), "[ ]");
  }

  /** Every key of a table, each with one text or several. */
  public Map<String, List<String>> named(String key) {
    TomlSection inner = table(key);
    Map<String, List<String>> values = new LinkedHashMap<>();
    inner.keys().forEach(name -> values.put(name, inner.texts(name)));
    return values;
  }

  public Set<String> keys() {
    return table.keys();
  }

  public boolean has(String key) {
    return section.has(key);
  }

  public boolean isTable(String key) {
    return table.find(key) instanceof TomlTable;
  }

  /** The table under a key; an empty one when it is left out. */
  public TomlSection table(String key) {
    TomlTable inner = table.find(key) instanceof TomlTable known ? known : new TomlTable(0);
    return new TomlSection(section.table(key), inner, findings);
  }

  /** The tables under a repeated header. */
  public List<TomlSection> tables(String key) {
    List<Section> sections = section.tables(key);
    List<TomlTable> tables = new ArrayList<>();
    Object raw = table.find(key);
    if (raw instanceof TomlTable.Repeated repeated) {
      tables.addAll(repeated.tables());
    } else if (raw instanceof TomlTable single) {
      tables.add(single);
    }
    List<TomlSection> read = new ArrayList<>();
    for (int i = 0; i < sections.size(); i++) {
      read.add(new TomlSection(sections.get(i), tables.get(i), findings));
    }
    return read;
  }

  /** Reports a problem with a key that is there, or with its absence. */
  public void problem(String key, String what, String remedy) {
    section.problem(key, what, remedy);
  }

  /** Reports every key that nobody asked for. */
  public void finish() {
    section.finish();
  }

  private static <T> Kind<T> kind(Reader<T> reader) {
    return new Kind<>(
        "text",
        "\"...\"",
        raw -> {
          try {
            return reader.read(TEXT.read(raw));
          } catch (Refused refused) {
            throw new BadValue(refused.what, refused.remedy);
          }
        });
  }

  /** The value of a key, when it is a text; for messages that compare two. */
  public Optional<String> textOf(String key) {
    return section.textOf(key);
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads the files of the stack from the project's directory, where Maven runs the tests. */
public final class Shipped {
  public static final ObjectMapper JSON = new ObjectMapper();

  private Shipped() {}

  public static Path path(String relative) {
    return Path.of(relative).toAbsolutePath();
  }

  public static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With anchors and merge keys resolved, which Jackson's own YAML reader leaves alone. */
  public static JsonNode yaml(Path file) {
    Object content = new Yaml(new SafeConstructor(new LoaderOptions())).load(text(file));
    return JSON.valueToTree(content);
  }

  /** All documents of a YAML text. */
  static List<JsonNode> yamls(String text) {
    Iterable<Object> documents = new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text);
    List<JsonNode> all = new ArrayList<>();
    documents.forEach(document -> all.add(JSON.valueToTree(document)));
    return all;
  }

  public static JsonNode json(Path file) {
    try {
      return JSON.readTree(text(file));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " is not JSON", e);
    }
  }

  /** All files below a directory with this ending, sorted. */
  public static List<Path> files(String directory, String ending) {
    try (Stream<Path> found = Files.walk(path(directory))) {
      return found.filter(f -> f.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every rule of every rule file, recording ones too. */
  public static List<JsonNode> rules() {
    return files("prometheus/rules", ".yml").stream()
        .flatMap(file -> elements(yaml(file).path("groups")))
        .flatMap(group -> elements(group.path("rules")))
        .toList();
  }

  /** Every alerting rule of every rule file. */
  public static List<JsonNode> alerts() {
    return rules().stream().filter(rule -> rule.has("alert")).toList();
  }

  public static Stream<JsonNode> elements(JsonNode array) {
    return array.valueStream();
  }
}

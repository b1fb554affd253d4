// SPDX-License-Identifier: Apache-2.0
package aispend.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Folders and files of one container as copies under a folder of the test. */
final class Mounts {
  /** The longest first, so that a path inside another is found. */
  private final Map<String, Path> places =
      new TreeMap<>(
          Comparator.comparingInt(String::length).reversed().thenComparing(String::compareTo));

  /**
   * Copies what the container mounts.
   *
   * @param rewrite what is done to the text of every file
   */
  Mounts(Path root, String container, JsonNode service, UnaryOperator<String> rewrite)
      throws IOException {
    for (JsonNode mount : service.path("volumes")) {
      String target = mount.path("target").asText();
      String source = mount.path("source").asText();
      if (mount.path("type").asText().equals("volume")) {
        place(target, root.resolve("volumes").resolve(source));
      } else {
        Path copy = root.resolve(container + target);
        places.put(target, copy);
        copy(Path.of(source), copy, rewrite);
      }
    }
    for (JsonNode tmpfs : service.path("tmpfs")) {
      String target = tmpfs.asText().split(":", 2)[0];
      place(target, root.resolve(container + target));
    }
  }

  /** Makes a file stand for a path of the container. */
  void file(String inside, Path file) {
    places.put(inside, file);
  }

  /** Makes a folder stand for a path of the container. */
  void place(String inside, Path folder) throws IOException {
    places.put(inside, Files.createDirectories(folder));
  }

  /** The text with every path of the container as it is on this machine. */
  String in(String text) {
    String paths = places.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|"));
    return Pattern.compile("(?<![\\w./-])(" + paths + ")(?![\\w.-])")
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(String.valueOf(places.get(found.group()))));
  }

  private static void copy(Path source, Path target, UnaryOperator<String> rewrite)
      throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(source)) {
      files = found.filter(Files::isRegularFile).toList();
    }
    if (Files.isDirectory(source)) {
      Files.createDirectories(target);
    }
    // Whatever keys the developer has stay where they are.
    boolean secrets = source.toString().contains("/secrets/");
    for (Path file : secrets ? List.<Path>of() : files) {
      Path copy = target.resolve(source.relativize(file).toString()).normalize();
      Files.createDirectories(copy.resolve("..").normalize());
      Files.writeString(copy, rewrite.apply(Files.readString(file)));
    }
  }
}

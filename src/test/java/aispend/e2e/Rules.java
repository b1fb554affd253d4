// SPDX-License-Identifier: Apache-2.0
package aispend.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The shipped rules, with waits that a test can sit out.
 *
 * @param hasty whether every {@code for} is a second and nothing fires longer than it must
 * @param changes further pieces of text and what stands in their place; each must be found
 */
record Rules(boolean hasty, Map<String, String> changes) {
  static final Rules AS_SHIPPED = new Rules(false, Map.of());

  Rules {
    changes = Map.copyOf(changes);
  }

  /** Writes the changed rules into a new folder. */
  Path copyTo(Path from, Path folder) throws IOException {
    Files.createDirectories(folder);
    StringBuilder all = new StringBuilder();
    for (Path file : files(from)) {
      String text = Files.readString(file);
      all.append(text);
      if (hasty) {
        text =
            text.replaceAll("(?m)^( +)for: .*$", "$1for: 1s")
                .replaceAll("(?m)^ +keep_firing_for: .*\\R", "")
                .replaceAll("(?m)^( +)interval: .*$", "$1interval: 1s");
      }
      for (Map.Entry<String, String> change : changes.entrySet()) {
        text = text.replace(change.getKey(), change.getValue());
      }
      Files.writeString(folder.resolve(file.getFileName()), text);
    }
    for (String change : changes.keySet()) {
      if (all.indexOf(change) < 0) {
        throw new IllegalArgumentException("no rule says: " + change);
      }
    }
    return folder;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".yml")).sorted().toList();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** New ledger files for the tries of a property, each in a folder of its own. */
final class LedgerFolders {
  private final List<Path> folders = new ArrayList<>();

  SqlLedger openNew() {
    return SqlLedger.open("jdbc:sqlite:" + newFolder().resolve("ledger.db"), LedgerKit.LABELS);
  }

  Path newFolder() {
    try {
      Path folder = Files.createTempDirectory("aispend-ledger");
      folders.add(folder);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete() throws IOException {
    for (Path folder : folders) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    folders.clear();
  }
}

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
import net.jqwik.api.lifecycle.AfterTry;

/** The properties on real SQLite files, one for each try. */
final class SqliteLedgerPropertiesTest extends LedgerProperties {
  private final List<Path> folders = new ArrayList<>();

  @Override
  SqlLedger openNew() {
    try {
      Path folder = Files.createTempDirectory("aispend-ledger");
      folders.add(folder);
      return SqlLedger.open("jdbc:sqlite:" + folder.resolve("ledger.db"), LedgerKit.LABELS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterTry
  void deleteFolders() throws IOException {
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

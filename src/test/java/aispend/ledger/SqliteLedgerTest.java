// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Dimension;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a real SQLite file. */
final class SqliteLedgerTest extends LedgerContract {
  @TempDir private Path folder;

  @Override
  SqlLedger open(List<Dimension> labels) {
    return SqlLedger.open("jdbc:sqlite:" + folder.resolve("ledger.db"), labels);
  }
}

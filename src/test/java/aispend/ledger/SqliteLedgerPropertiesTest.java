// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import java.io.IOException;
import net.jqwik.api.lifecycle.AfterTry;

/** The properties on real SQLite files, one for each try. */
final class SqliteLedgerPropertiesTest extends LedgerProperties {
  private final LedgerFolders folders = new LedgerFolders();

  @Override
  SqlLedger openNew() {
    return folders.openNew();
  }

  @AfterTry
  void deleteFolders() throws IOException {
    folders.delete();
  }
}

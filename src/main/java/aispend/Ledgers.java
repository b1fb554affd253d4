// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.config.Config;
import aispend.ledger.LedgerException;
import aispend.ledger.SqlLedger;
import java.util.List;

/** Opens the configured ledger. */
final class Ledgers {
  private Ledgers() {}

  static SqlLedger open(Config config) {
    try {
      return SqlLedger.open(config.ledger().url(), List.copyOf(config.labels().metrics()));
    } catch (LedgerException e) {
      throw new CommandException(Main.FAILED, String.valueOf(e.getMessage()), e);
    }
  }
}

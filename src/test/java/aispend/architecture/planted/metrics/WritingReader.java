// SPDX-License-Identifier: Apache-2.0
package aispend.architecture.planted.metrics;

import aispend.architecture.planted.ledger.LedgerWriter;
import java.sql.Connection;

/** A reader that writes, with SQL of its own. */
public final class WritingReader {
  /** Breaks two rules. */
  public String write(LedgerWriter ledger, Connection connection) {
    return ledger + connection.toString();
  }
}

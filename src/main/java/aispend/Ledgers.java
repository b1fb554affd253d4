// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.config.Config;
import aispend.config.LabelsConfig;
import aispend.config.LedgerConfig;
import aispend.ledger.LabelBounds;
import aispend.ledger.LedgerException;
import aispend.ledger.LedgerPlace;
import aispend.ledger.SqlLedger;
import aispend.metrics.SeriesLimits;
import java.util.List;

/** Opens the configured ledger. */
final class Ledgers {
  private Ledgers() {}

  static SqlLedger open(Config config) {
    try {
      LabelsConfig labels = config.labels();
      LabelBounds bounds =
          new LabelBounds(labels.top(), new SeriesLimits(labels.maxSeries()).totals());
      return SqlLedger.open(place(config), List.copyOf(labels.metrics()), bounds);
    } catch (LedgerException e) {
      throw new CommandException(Main.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  static LedgerPlace place(Config config) {
    LedgerConfig ledger = config.ledger();
    return new LedgerPlace(
        ledger.url(),
        ledger.login().map(LedgerConfig.Login::user).orElse(null),
        ledger.login().flatMap(LedgerConfig.Login::password).orElse(null),
        ledger.tenantRole().orElse(null));
  }
}

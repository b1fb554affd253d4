// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Dimension;
import aispend.testing.Postgres;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** The contract on a real PostgreSQL. */
final class PostgresLedgerTest extends LedgerContract {
  private LedgerPlace place = LedgerPlace.of("");

  @BeforeEach
  void newDatabase() {
    place = Postgres.newLedger();
  }

  @Override
  SqlLedger open(List<Dimension> labels) {
    return SqlLedger.open(place, labels, LabelBounds.NONE);
  }
}

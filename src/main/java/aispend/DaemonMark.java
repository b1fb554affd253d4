// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.ledger.LedgerPlace;
import aispend.ledger.PostgresMark;
import java.util.Optional;

/**
 * Tells commands that a daemon runs on a ledger, and by which prices it writes. It ends with the
 * process, however that ends.
 */
interface DaemonMark extends AutoCloseable {
  /** Says by which prices it writes from now on. */
  void prices(String version);

  /** Marks it again where the mark was lost. */
  void renew();

  @Override
  void close();

  /** Marks the ledger as that of a running daemon; marks of others stay. */
  static DaemonMark on(LedgerPlace place) {
    return place.isPostgresql() ? of(PostgresMark.on(place)) : FileMark.on(place.url());
  }

  /** The prices of the daemon that runs on a ledger; empty when none does. */
  static Optional<String> runningWith(LedgerPlace place) {
    return place.isPostgresql()
        ? PostgresMark.runningWith(place)
        : FileMark.runningWith(place.url());
  }

  private static DaemonMark of(PostgresMark mark) {
    return new DaemonMark() {
      @Override
      public void prices(String version) {
        mark.prices(version);
      }

      @Override
      public void renew() {
        mark.renew();
      }

      @Override
      public void close() {
        mark.close();
      }
    };
  }
}

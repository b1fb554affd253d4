// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Money;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Closed months. What a month was closed with and its corrections up to any moment add up to what
 * the ledger says of it at that moment, to the nano. A tenant sees its own rows; where it has no
 * close of its own, that of all spend holds. Any thread may call; all throw {@link
 * LedgerException}.
 */
public interface Books {
  /** Nothing is closed. */
  Books NONE =
      new Books() {
        @Override
        public List<MonthClose> closed() {
          return List.of();
        }

        @Override
        public List<BookedRow> frozen(
            MonthClose month, ChargePeriod day, Map<Dimension, String> where) {
          return List.of();
        }

        @Override
        public List<BookedRow> corrections(
            MonthClose month, ChargePeriod known, Instant now, Map<Dimension, String> where) {
          return List.of();
        }

        @Override
        public List<ProviderTotal> totals(MonthClose month, Instant now) {
          return List.of();
        }
      };

  /**
   * What a closed month comes to with one provider.
   *
   * @param closed as it was closed
   * @param corrections what became known since, up to now
   * @param corrected how many rows of corrections there are
   */
  record ProviderTotal(String provider, Money closed, Money corrections, int corrected) {}

  /** The closed months that hold for whoever reads, the oldest first. */
  List<MonthClose> closed();

  /**
   * What a closed month was closed with, of one of its UTC days.
   *
   * @param where conditions as those of {@link SumQuery}
   */
  List<BookedRow> frozen(MonthClose month, ChargePeriod day, Map<Dimension, String> where);

  /**
   * What became known of a closed month within some time, in the order in which it did. What is not
   * written down yet counts as known now.
   */
  List<BookedRow> corrections(
      MonthClose month, ChargePeriod known, Instant now, Map<Dimension, String> where);

  /** What a closed month comes to, by provider in the order of their names. */
  List<ProviderTotal> totals(MonthClose month, Instant now);
}

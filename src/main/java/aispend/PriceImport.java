// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.ledger.LearnedPrices;
import aispend.ledger.SqlLedger;
import aispend.model.LearnedPrice;
import aispend.pricing.PriceBook;
import aispend.pricing.PriceMap;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * Takes over from a price map what can be believed. What is known already is the bundled book and
 * what was learned before; one's own price file wins whatever is learned, and is not compared.
 */
final class PriceImport {
  private final SqlLedger ledger;

  PriceImport(SqlLedger ledger) {
    this.ledger = ledger;
  }

  /** What a map would bring. */
  PriceMap.Outcome compare(PriceMap map, LocalDate from) {
    PriceBook known = PriceBook.bundled().withLearned(ledger.learnedPrices().all());
    return map.against(known, from);
  }

  /** Keeps what a map brings, from a day on. */
  void keep(PriceMap.Outcome outcome, String place, Instant at) {
    List<LearnedPrice> learned =
        outcome.accepted().stream()
            .map(
                price ->
                    new LearnedPrice(
                        price.vendor(), price.model(), price.from(), at, place, price.price()))
            .toList();
    ledger
        .learnedPrices()
        .keep(
            new LearnedPrices.Reading(at, place, learned, outcome.unchanged(), outcome.refused()));
  }
}

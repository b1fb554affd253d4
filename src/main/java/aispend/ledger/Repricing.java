// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One run of {@code reprice}, kept for ever.
 *
 * @param finishedAt empty while it runs, or when it was cut off; what it changed until then is in
 *     {@code changes} all the same
 * @param by who asked for it
 * @param from use before that instant was left alone
 * @param pricesBefore version of the prices that were in force before; empty when not known
 * @param canonical what canonical spend changed by: not the sum of the changes where layers overlap
 *     or a bill settles the day
 */
public record Repricing(
    Instant begunAt,
    Optional<Instant> finishedAt,
    String by,
    Instant from,
    String pricesBefore,
    String pricesAfter,
    Money canonical,
    List<PriceChange> changes) {
  public Repricing {
    changes = List.copyOf(changes);
  }
}

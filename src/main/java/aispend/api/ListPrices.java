// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import aispend.model.Money;
import aispend.model.Tokens;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What tokens cost by the price lists in force. Any thread may ask. */
public interface ListPrices {
  /** The vendors that list a model, by any of its names. */
  List<String> vendorsOf(String model);

  /**
   * What tokens cost in the standard tier; empty when any of them has no price.
   *
   * @param at when they were used; prices change at midnight UTC
   */
  Optional<Money> cost(String vendor, String model, Instant at, Tokens tokens);
}

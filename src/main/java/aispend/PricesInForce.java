// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.api.ListPrices;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.Tokens;
import aispend.pricing.PriceBook;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The price book of the configuration in force, for answers. */
final class PricesInForce implements ListPrices {
  private final Supplier<PriceBook> book;

  PricesInForce(Supplier<PriceBook> book) {
    this.book = book;
  }

  @Override
  public List<String> vendorsOf(String model) {
    return book.get().vendorsOf(model);
  }

  @Override
  public Optional<Money> cost(String vendor, String model, Instant at, Tokens tokens) {
    Dimensions dimensions = Dimensions.of(Dimension.MODEL, model);
    return Optional.ofNullable(book.get().cost(vendor, at, dimensions, tokens, Map.of()).amount());
  }
}

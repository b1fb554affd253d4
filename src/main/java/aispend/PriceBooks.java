// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.config.Config;
import aispend.config.CurrencyConfig;
import aispend.ledger.SqlLedger;
import aispend.pricing.PriceBook;
import aispend.pricing.PriceFileException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32;

/** The price book that a configuration asks for. */
final class PriceBooks {
  private PriceBooks() {}

  /**
   * The bundled prices, over them those that were learned, and over both the configured file's.
   *
   * @throws CommandException when the file cannot be used
   */
  static PriceBook of(Config config, SqlLedger ledger) {
    try {
      Optional<Path> file = config.prices().file();
      PriceBook known = PriceBook.bundled().withLearned(ledger.learnedPrices().all());
      return file.isPresent() ? known.with(file.get()) : known;
    } catch (PriceFileException e) {
      throw new CommandException(Main.WRONG_INPUT, String.valueOf(e.getMessage()), e);
    }
  }

  /** A short name for prices and exchange rates together: another one when any of them is. */
  static String version(PriceBook prices, CurrencyConfig currency) {
    if (currency.rates().isEmpty()) {
      return prices.version();
    }
    CRC32 rates = new CRC32();
    currency.rates().stream()
        .map(rate -> rate.currency() + rate.from() + rate.usd().stripTrailingZeros() + '\n')
        .sorted()
        .forEach(rate -> rates.update(rate.getBytes(StandardCharsets.UTF_8)));
    return prices.version() + "-" + Long.toHexString(rates.getValue());
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static java.util.Objects.requireNonNull;

import aispend.model.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What one source told of one UTC day in another currency than the ledger's.
 *
 * @param currency ISO 4217 code in capitals
 * @param original the vendor's amounts added up, digit by digit, in the major unit
 * @param converted what they count as; null where no rate is known, and they count nothing
 */
public record ForeignAmount(
    String source,
    String provider,
    LocalDate day,
    String currency,
    BigDecimal original,
    @Nullable Money converted,
    long records) {
  public ForeignAmount {
    requireNonNull(source, "source");
    requireNonNull(provider, "provider");
    requireNonNull(day, "day");
    requireNonNull(currency, "currency");
    requireNonNull(original, "original");
  }

  ForeignAmount plus(ForeignAmount other) {
    Money sum =
        converted == null || other.converted == null ? null : converted.plus(other.converted);
    return new ForeignAmount(
        source,
        provider,
        day,
        currency,
        original.add(other.original),
        sum,
        records + other.records);
  }
}

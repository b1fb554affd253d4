// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static java.util.Objects.requireNonNull;

import aispend.model.Dimensions;
import aispend.model.Money;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What vendors told of one combination of dimensions in another currency than the ledger's.
 *
 * @param key all dimensions, as they are shown
 * @param currency ISO 4217 code in capitals; empty where amounts of several were added, which are
 *     no amount
 * @param original the amounts added up, digit by digit, in the major unit
 * @param converted what they count as; null where no rate is known, and they count nothing
 */
public record ForeignCost(
    Dimensions key, String currency, BigDecimal original, @Nullable Money converted) {
  private static final MathContext RATE_DIGITS = new MathContext(9, RoundingMode.HALF_EVEN);

  public ForeignCost {
    requireNonNull(key, "key");
    requireNonNull(currency, "currency");
    requireNonNull(original, "original");
  }

  /** Whether a row's cost is these amounts and nothing else. */
  public boolean isAllOf(Money cost) {
    return !currency.isEmpty() && (converted == null ? Money.ZERO_USD : converted).equals(cost);
  }

  /** Dollars for one, to nine digits; empty where no rate is known, and of amounts of 0. */
  public Optional<BigDecimal> rate() {
    if (converted == null || original.signum() == 0) {
      return Optional.empty();
    }
    BigDecimal rate = converted.units().divide(original, RATE_DIGITS).stripTrailingZeros();
    return Optional.of(rate.scale() < 0 ? rate.setScale(0) : rate);
  }

  /** Both; of what is converted and what is not there is no one rate, and so no one amount. */
  ForeignCost plus(ForeignCost other) {
    boolean alike =
        currency.equals(other.currency) && (converted == null) == (other.converted == null);
    return new ForeignCost(
        key,
        alike ? currency : "",
        original.add(other.original),
        converted == null || other.converted == null ? null : converted.plus(other.converted));
  }
}

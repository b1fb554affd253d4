// SPDX-License-Identifier: Apache-2.0
package aispend.model;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An exact amount of one currency, counted in nanos: 1e-9 of its major unit. Ranges over about ±9.2
 * billion units; arithmetic past that throws {@link ArithmeticException}, as does adding two
 * currencies (an {@link IllegalArgumentException}). Negative amounts are credits and are real.
 *
 * @param currency ISO 4217 code in capitals
 * @param nanos billionths of the currency's major unit
 */
public record Money(String currency, long nanos) implements Comparable<Money> {
  /** Nanos in one major unit. */
  public static final long NANOS_PER_UNIT = 1_000_000_000L;

  /** Digits behind the point that an amount can hold. */
  private static final int SCALE = 9;

  public static final Money ZERO_USD = new Money("USD", 0);

  public Money {
    requireNonNull(currency, "currency");
    if (!currency.equals("USD") && !currency.matches("[A-Z]{3}")) {
      throw new IllegalArgumentException(
          "currency is '" + currency + "'; must be three capitals as in ISO 4217");
    }
  }

  public static Money usd(long nanos) {
    return new Money("USD", nanos);
  }

  /** Dollars as people write them, rounded half-even to nanos. */
  public static Money usd(String dollars) {
    return of(new BigDecimal(dollars), "USD");
  }

  /**
   * Rounds once, half-even, to nanos.
   *
   * @throws ArithmeticException when the amount is beyond about ±9.2 billion units
   */
  public static Money of(BigDecimal units, String currency) {
    // An exponent like 1e308 would make setScale build a huge integer first; refuse it by
    // precision.
    if (units.precision() - units.scale() > 11) {
      throw new ArithmeticException("amount out of range: more than 11 digits before the point");
    }
    if (units.scale() > 1_000) {
      return new Money(currency, 0);
    }
    return new Money(
        currency,
        units.setScale(SCALE, RoundingMode.HALF_EVEN).movePointRight(SCALE).longValueExact());
  }

  public Money plus(Money other) {
    return new Money(currency, Math.addExact(nanos, sameCurrency(other).nanos));
  }

  public Money minus(Money other) {
    return new Money(currency, Math.subtractExact(nanos, sameCurrency(other).nanos));
  }

  public Money negated() {
    return new Money(currency, Math.negateExact(nanos));
  }

  /** Exactly this amount in major units, without trailing zeros: {@code 9.5}, {@code 0}. */
  public BigDecimal units() {
    BigDecimal units = BigDecimal.valueOf(nanos, SCALE).stripTrailingZeros();
    return units.scale() < 0 ? units.setScale(0) : units;
  }

  /** The amount in major units as a plain decimal string, as the JSON API writes it. */
  public String decimal() {
    return units().toPlainString();
  }

  @Override
  public int compareTo(Money other) {
    return Long.compare(nanos, sameCurrency(other).nanos);
  }

  @Override
  public String toString() {
    return decimal() + " " + currency;
  }

  private Money sameCurrency(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException(
          "cannot combine " + currency + " with " + other.currency + "; convert first");
    }
    return other;
  }
}

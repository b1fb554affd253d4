// SPDX-License-Identifier: Apache-2.0
package aispend.normalise;

import static java.util.Objects.requireNonNull;

import aispend.model.Cost;
import aispend.model.Money;
import aispend.model.ReportedCost;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Vendors' own amounts to money of the base currency. */
final class Amounts {
  private static final int CENT_DIGITS = 2;
  private static final Pattern CODE = Pattern.compile("[A-Z]{3}");

  private final CurrencyRates rates;

  Amounts(CurrencyRates rates) {
    this.rates = rates;
  }

  /**
   * The amount, rounded once. Negative amounts are credits.
   *
   * @param day decides the exchange rate
   */
  Cost cost(ReportedCost reported, LocalDate day) throws BadValueException {
    String currency = currency(reported.currency());
    BigDecimal number = DecimalText.parse("cost.amount", reported.amount());
    BigDecimal units =
        switch (reported.unit()) {
          case MAJOR -> number;
          case CENTS -> number.movePointLeft(CENT_DIGITS);
        };
    try {
      Optional<BigDecimal> rate = rates.usd(currency, day);
      return rate.isPresent()
          ? new Cost.Billed(Money.of(units.multiply(rate.get()), CurrencyRates.BASE), reported)
          : new Cost.Unconverted(Money.of(units, currency), reported);
    } catch (ArithmeticException e) {
      throw new BadValueException(
          "cost.amount", reported.amount(), "must be within 9 billion " + currency);
    }
  }

  /**
   * The amount of a record that is kept. What stood in several rows of one identity is kept joined
   * by {@code +}; each is converted and rounded by itself, as it was when it came.
   */
  Cost kept(ReportedCost reported, LocalDate day) throws BadValueException {
    @Nullable Cost sum = null;
    for (String amount : reported.amount().split(" \\+ ", -1)) {
      Cost one = cost(new ReportedCost(amount, reported.unit(), reported.currency()), day);
      sum = sum == null ? one : sum(sum, one, reported);
    }
    return requireNonNull(sum);
  }

  /** Of one currency and day, so that either both are converted or none is. */
  private static Cost sum(Cost one, Cost other, ReportedCost reported) {
    if (one instanceof Cost.Unconverted some && other instanceof Cost.Unconverted more) {
      return new Cost.Unconverted(some.original().plus(more.original()), reported);
    }
    Money amount = requireNonNull(one.amount()).plus(requireNonNull(other.amount()));
    return new Cost.Billed(amount, reported);
  }

  private static String currency(String reported) throws BadValueException {
    if (reported.equals(CurrencyRates.BASE)) {
      return reported;
    }
    String currency = reported.strip().toUpperCase(Locale.ROOT);
    if (!CODE.matcher(currency).matches()) {
      throw new BadValueException(
          "cost.currency", reported, "must be three letters as in ISO 4217, like USD");
    }
    return currency;
  }
}

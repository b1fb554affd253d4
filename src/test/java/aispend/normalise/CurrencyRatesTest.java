// SPDX-License-Identifier: Apache-2.0
package aispend.normalise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CurrencyRatesTest {
  private static final LocalDate MAY = LocalDate.of(2026, 5, 1);

  private static CurrencyRates.Rate euro(String usd, LocalDate from) {
    return new CurrencyRates.Rate("EUR", new BigDecimal(usd), from);
  }

  @Test
  void rate_holdsFromItsDayToTheNext() {
    CurrencyRates rates =
        new CurrencyRates(List.of(euro("1.2", MAY.plusMonths(1)), euro("1.1", MAY)));

    assertThat(rates.usd("EUR", MAY.minusDays(1))).isEmpty();
    assertThat(rates.usd("EUR", MAY)).contains(new BigDecimal("1.1"));
    assertThat(rates.usd("EUR", MAY.plusMonths(1).minusDays(1))).contains(new BigDecimal("1.1"));
    assertThat(rates.usd("EUR", MAY.plusYears(9))).contains(new BigDecimal("1.2"));
    assertThat(rates.usd("CNY", MAY)).isEmpty();
    assertThat(rates.usd("USD", MAY)).contains(BigDecimal.ONE);
  }

  @ParameterizedTest
  @CsvSource({"USD, 1", "eur, 1", "EURO, 1", "EUR, 0", "EUR, -1", "EUR, 1000000"})
  void rateThatCannotBe_isRefused(String currency, String usd) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new CurrencyRates.Rate(currency, new BigDecimal(usd), MAY));
  }

  @Test
  void twoRatesOfADay_areRefused() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new CurrencyRates(List.of(euro("1.1", MAY), euro("1.2", MAY))))
        .withMessage("EUR has two rates from 2026-05-01; keep one");
  }
}

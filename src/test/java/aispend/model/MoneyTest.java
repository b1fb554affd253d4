// SPDX-License-Identifier: Apache-2.0
package aispend.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

final class MoneyTest {
  @Test
  void halfANano_goesToTheEvenOne() {
    assertThat(Money.of(new BigDecimal("0.0000000005"), "USD").nanos()).isZero();
    assertThat(Money.of(new BigDecimal("0.0000000015"), "USD").nanos()).isEqualTo(2);
    assertThat(Money.of(new BigDecimal("-0.0000000015"), "USD").nanos()).isEqualTo(-2);
  }

  @Test
  void exponents_areExactOrRefusedWithoutBuildingThem() {
    assertThat(Money.of(new BigDecimal("1.2E-7"), "USD").nanos()).isEqualTo(120);
    assertThat(Money.of(new BigDecimal("1E-2000000000"), "USD").nanos()).isZero();
    assertThatThrownBy(() -> Money.of(new BigDecimal("1E308"), "USD"))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> Money.of(new BigDecimal("1E2000000000"), "USD"))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void overflowAndMixedCurrencies_areErrors() {
    Money most = Money.usd(Long.MAX_VALUE);
    assertThatThrownBy(() -> most.plus(Money.usd(1))).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> most.plus(new Money("EUR", 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("EUR");
    assertThatThrownBy(() -> new Money("usd", 1)).hasMessageContaining("ISO 4217");
  }

  @Test
  void decimal_isPlainAndWithoutTrailingZeros() {
    assertThat(Money.usd("9.50").decimal()).isEqualTo("9.5");
    assertThat(Money.usd("1000").decimal()).isEqualTo("1000");
    assertThat(Money.usd(1).decimal()).isEqualTo("0.000000001");
    assertThat(Money.ZERO_USD.decimal()).isEqualTo("0");
  }

  @Property
  void amountsOfNineDigits_survive(
      @ForAll @BigRange(min = "-9000000000", max = "9000000000") @Scale(9) BigDecimal amount) {
    assertThat(Money.of(amount, "USD").units()).isEqualByComparingTo(amount);
  }

  @Property
  void rounding_isOffByHalfANanoAtMost(
      @ForAll @BigRange(min = "-1000000", max = "1000000") @Scale(15) BigDecimal amount) {
    BigDecimal error = Money.of(amount, "USD").units().subtract(amount).abs();
    assertThat(error).isLessThanOrEqualTo(new BigDecimal("0.0000000005"));
    assertThat(error.setScale(15, RoundingMode.UNNECESSARY)).isNotNegative();
  }
}

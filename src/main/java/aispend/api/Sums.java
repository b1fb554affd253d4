// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import aispend.api.Bodies.Amounts;
import aispend.ledger.SumRow;
import aispend.model.Money;
import aispend.model.TokenType;
import aispend.model.Tokens;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Adds rows up and divides the results. Sums are exact; quotients are rounded half-even. */
final class Sums {
  private static final int RATIO_DIGITS = 6;

  private Sums() {}

  static Amounts amounts(List<SumRow> rows) {
    return amounts(cost(rows), requests(rows), tokens(rows));
  }

  static Amounts amounts(SumRow row) {
    return amounts(List.of(row));
  }

  static Money cost(List<SumRow> rows) {
    Money cost = Money.ZERO_USD;
    for (int i = 0; i < rows.size(); i++) {
      cost = i == 0 ? rows.get(i).cost() : cost.plus(rows.get(i).cost());
    }
    return cost;
  }

  /** Nothing, in the same currency. */
  static Money zeroOf(Money money) {
    return new Money(money.currency(), 0);
  }

  static long unpricedTokens(List<SumRow> rows) {
    return rows.stream().mapToLong(SumRow::unpricedTokens).reduce(0, Math::addExact);
  }

  /** Exact to half a nano; null when there were no calls. */
  static @Nullable Money perRequest(Amounts amounts) {
    if (amounts.requests() == 0) {
      return null;
    }
    BigDecimal quotient =
        amounts
            .costUsd()
            .units()
            .divide(BigDecimal.valueOf(amounts.requests()), 9, RoundingMode.HALF_EVEN);
    return Money.of(quotient, amounts.costUsd().currency());
  }

  /** Part of a positive whole; null when the whole is not. */
  static @Nullable BigDecimal share(Money part, Money whole) {
    return whole.nanos() <= 0 ? null : ratio(part, whole);
  }

  /** Growth from before to now; null when there was nothing to grow from. */
  static @Nullable BigDecimal change(Money now, Money before) {
    return before.nanos() <= 0 ? null : ratio(now.minus(before), before);
  }

  private static BigDecimal ratio(Money part, Money whole) {
    BigDecimal ratio = part.units().divide(whole.units(), RATIO_DIGITS, RoundingMode.HALF_EVEN);
    return ratio.signum() == 0 ? BigDecimal.ZERO : ratio.stripTrailingZeros();
  }

  private static Amounts amounts(Money cost, long requests, Tokens tokens) {
    Map<String, Long> byLabel = new TreeMap<>();
    for (Map.Entry<TokenType, Long> entry : tokens.counts().entrySet()) {
      byLabel.merge(entry.getKey().label(), entry.getValue(), Math::addExact);
    }
    return new Amounts(cost, requests, tokens.total(), byLabel);
  }

  private static long requests(List<SumRow> rows) {
    return rows.stream().mapToLong(SumRow::requests).reduce(0, Math::addExact);
  }

  private static Tokens tokens(List<SumRow> rows) {
    return rows.stream().map(SumRow::tokens).reduce(Tokens.NONE, Tokens::plus);
  }
}

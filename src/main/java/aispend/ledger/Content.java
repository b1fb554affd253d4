// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Cost;
import aispend.model.Money;
import aispend.model.ReportedCost;
import aispend.model.Savings;
import aispend.model.Tokens;
import aispend.model.UsageRecord;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a record says beyond its identity, as the ledger stores it.
 *
 * @param kind which sort of cost: billed, estimated, unpriced, unconverted
 * @param costNanos known cost in the base currency; null when unknown
 * @param reported the vendor's own amount, when it gave one
 * @param unitMicros other consumed quantities in millionths, by unit
 * @param savings on a list price; none when the cost is not known
 */
record Content(
    String kind,
    @Nullable Long costNanos,
    @Nullable ReportedCost reported,
    Tokens tokens,
    @Nullable Long requests,
    Map<String, Long> unitMicros,
    Savings savings) {

  /** What a record says that is gone. */
  static final Content NOTHING =
      new Content("gone", 0L, null, Tokens.NONE, null, Map.of(), Savings.NONE);

  private static final int MICRO_DIGITS = 6;
  private static final int MAX_DIGITS = 12;
  private static final int MAX_SCALE = 1_000;

  Content {
    unitMicros = unitMicros.isEmpty() ? Map.of() : new TreeMap<>(unitMicros);
  }

  /**
   * Reads the content of a record.
   *
   * @throws ArithmeticException when a quantity is beyond what the ledger can hold
   */
  static Content of(UsageRecord record) {
    Map<String, Long> micros = new TreeMap<>();
    record.units().forEach((unit, quantity) -> micros.put(unit, micros(unit, quantity)));
    Money amount = record.cost().amount();
    return new Content(
        kindOf(record.cost()),
        amount == null ? null : (Long) amount.nanos(),
        reportedOf(record.cost()),
        record.tokens(),
        record.requests(),
        micros,
        record.savings());
  }

  private static long micros(String unit, BigDecimal quantity) {
    // An exponent like 1e308 would make setScale build a huge integer first.
    if (quantity.precision() - (long) quantity.scale() > MAX_DIGITS) {
      throw new ArithmeticException(
          "quantity of unit '"
              + unit
              + "' has more than "
              + MAX_DIGITS
              + " digits before the point");
    }
    if (quantity.scale() > MAX_SCALE) {
      return 0;
    }
    return quantity
        .setScale(MICRO_DIGITS, RoundingMode.HALF_EVEN)
        .movePointRight(MICRO_DIGITS)
        .longValueExact();
  }

  /** Tokens whose price is unknown. */
  long unpricedTokens() {
    return kind.equals("unpriced") ? tokens.total() : 0;
  }

  /**
   * Whether two contents mean the same; how the vendor spelled an amount does not matter. Savings
   * do not either: a vendor does not report them, so they differ by themselves only when our prices
   * or our version did.
   */
  boolean sameAs(Content other) {
    return kind.equals(other.kind)
        && Objects.equals(costNanos, other.costNanos)
        && tokens.equals(other.tokens)
        && Objects.equals(requests, other.requests)
        && unitMicros.equals(other.unitMicros)
        && (costNanos != null || Objects.equals(reported, other.reported));
  }

  /** Both together, when a vendor splits what is one identity to us into two rows. */
  Content plus(Content other) {
    Map<String, Long> micros = new TreeMap<>(unitMicros);
    other.unitMicros.forEach((unit, quantity) -> micros.merge(unit, quantity, Math::addExact));
    return new Content(
        costNanos == null ? kind : other.kind,
        costNanos == null || other.costNanos == null
            ? null
            : (Long) Math.addExact(costNanos, other.costNanos),
        joined(reported, other.reported),
        tokens.plus(other.tokens),
        sum(requests, other.requests),
        micros,
        costNanos == null || other.costNanos == null ? Savings.NONE : savings.plus(other.savings));
  }

  private static @Nullable ReportedCost joined(
      @Nullable ReportedCost one, @Nullable ReportedCost two) {
    if (one == null || two == null) {
      return one == null ? two : one;
    }
    return new ReportedCost(one.amount() + " + " + two.amount(), one.unit(), one.currency());
  }

  private static @Nullable Long sum(@Nullable Long one, @Nullable Long two) {
    if (one == null || two == null) {
      return one == null ? two : one;
    }
    return Math.addExact(one, two);
  }

  private static String kindOf(Cost cost) {
    if (cost instanceof Cost.Billed) {
      return "billed";
    }
    if (cost instanceof Cost.Estimated) {
      return "estimated";
    }
    if (cost instanceof Cost.Unpriced) {
      return "unpriced";
    }
    if (cost instanceof Cost.Unconverted) {
      return "unconverted";
    }
    throw new AssertionError(cost);
  }

  private static @Nullable ReportedCost reportedOf(Cost cost) {
    if (cost instanceof Cost.Billed billed) {
      return billed.reported();
    }
    return cost instanceof Cost.Unconverted unconverted ? unconverted.reported() : null;
  }
}

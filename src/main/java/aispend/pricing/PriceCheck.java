// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import aispend.model.RefusedPrice.Reason;
import aispend.pricing.PriceMapEntry.Refusal;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Whether a price that a map tells can be believed, beside the price that is known. */
final class PriceCheck {
  /** USD per million tokens; no vendor asks more, so it is told in another unit. */
  private static final BigDecimal DEAREST = new BigDecimal("1000");

  private static final MathContext DIGITS = new MathContext(10);

  private PriceCheck() {}

  /** A first price. */
  static void first(FlatPrice told) throws Refusal {
    boolean free = true;
    for (Map.Entry<String, BigDecimal> number : told.numbers().entrySet()) {
      if (told.isFactor(number.getKey())) {
        factor(number.getKey(), number.getValue());
      } else {
        notTooDear(number.getKey(), number.getValue());
        free &= number.getValue().signum() == 0;
      }
    }
    if (free) {
      throw new Refusal(Reason.ZERO, "a first price of 0; write it into your price file if it is");
    }
  }

  /** Another price of a model that has one. */
  static void change(FlatPrice known, FlatPrice told) throws Refusal {
    for (String needed : new String[] {"input", "output"}) {
      if (known.numbers().containsKey(needed) && told.number(needed).isEmpty()) {
        throw new Refusal(Reason.MISSING, needed + " has no price any more");
      }
    }
    for (Map.Entry<String, BigDecimal> number : told.numbers().entrySet()) {
      String name = number.getKey();
      Optional<BigDecimal> before = known.number(name);
      boolean mends = told.isFactor(name) && before.filter(by -> by.signum() == 0).isPresent();
      if (before.isPresent() && !mends) {
        step(name, before.get(), number.getValue());
      }
      if (told.isFactor(name)) {
        factor(name, number.getValue());
      } else {
        notTooDear(name, number.getValue());
      }
    }
  }

  private static void step(String name, BigDecimal before, BigDecimal after) throws Refusal {
    String both = name + " " + before.toPlainString() + " -> " + after.toPlainString();
    if (before.signum() == 0 || after.signum() == 0) {
      if (before.signum() != after.signum()) {
        throw new Refusal(Reason.ZERO, both);
      }
      return;
    }
    BigDecimal times =
        before.compareTo(after) > 0 ? before.divide(after, DIGITS) : after.divide(before, DIGITS);
    if (times.compareTo(BigDecimal.TEN) >= 0) {
      throw new Refusal(isUnit(times) ? Reason.UNIT : Reason.TENFOLD, both);
    }
  }

  /** About a thousand or a million times. */
  private static boolean isUnit(BigDecimal times) {
    return within(times, "500", "2000") || within(times, "500000", "2000000");
  }

  private static boolean within(BigDecimal number, String from, String to) {
    return number.compareTo(new BigDecimal(from)) >= 0 && number.compareTo(new BigDecimal(to)) <= 0;
  }

  /** A factor of 0 would make every such call free. */
  private static void factor(String name, BigDecimal by) throws Refusal {
    if (by.signum() == 0) {
      throw new Refusal(Reason.ZERO, name + " is 0 times the price");
    }
    if (by.compareTo(ModelPriceReader.MAX_FACTOR) > 0) {
      throw new Refusal(Reason.TENFOLD, name + " is " + by.toPlainString() + " times the price");
    }
  }

  private static void notTooDear(String name, BigDecimal rate) throws Refusal {
    if (rate.compareTo(DEAREST) > 0) {
      throw new Refusal(
          Reason.UNIT,
          name
              + " is "
              + rate.toPlainString()
              + " USD per million tokens; a map tells one token's");
    }
  }

  /**
   * What is told, and what is known besides it. A rate that the map does not tell moves as the
   * input rate beside it does: it is a multiple of it at the vendors that have such rates.
   */
  static FlatPrice joined(FlatPrice known, FlatPrice told) {
    TreeMap<String, BigDecimal> numbers = new TreeMap<>(told.numbers());
    boolean keepsLong = told.above() == 0 || told.above() == known.above();
    known
        .numbers()
        .forEach(
            (name, before) -> {
              boolean gone = name.contains(FlatPrice.LONG) && !keepsLong;
              if (!numbers.containsKey(name) && !gone) {
                numbers.put(name, moved(known, told, name, before));
              }
            });
    return new FlatPrice(numbers, keepsLong ? known.above() : told.above());
  }

  private static BigDecimal moved(FlatPrice known, FlatPrice told, String name, BigDecimal before) {
    String beside = name.substring(0, name.lastIndexOf('.') + 1) + "input";
    Optional<BigDecimal> from = known.number(beside);
    Optional<BigDecimal> to = told.number(beside);
    if (known.isFactor(name)
        || from.isEmpty()
        || to.isEmpty()
        || from.get().signum() == 0
        || from.get().compareTo(to.get()) == 0) {
      return before;
    }
    return FlatPrice.plain(before.multiply(to.get()).divide(from.get(), DIGITS));
  }
}

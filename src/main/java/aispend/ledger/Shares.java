// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Divides a whole amount by weights so that the parts add up to it. */
final class Shares {
  private static final BigInteger ZERO = BigInteger.ZERO;

  private Shares() {}

  /**
   * Each part is the amount up to and with its weight less that before it, rounded down, so no part
   * is off by more than 1.
   *
   * @param amount not negative
   * @param weights none negative; with a sum of 0 nothing can be divided, and all parts are 0
   */
  static List<Long> of(long amount, List<Long> weights) {
    BigInteger total = weights.stream().map(BigInteger::valueOf).reduce(ZERO, BigInteger::add);
    List<Long> parts = new ArrayList<>();
    BigInteger seen = ZERO;
    long given = 0;
    for (long weight : weights) {
      seen = seen.add(BigInteger.valueOf(weight));
      long due =
          total.signum() == 0
              ? 0
              : BigInteger.valueOf(amount).multiply(seen).divide(total).longValueExact();
      parts.add(due - given);
      given = due;
    }
    return parts;
  }
}

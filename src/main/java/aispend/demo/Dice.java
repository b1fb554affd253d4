// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

/** Numbers that look random and depend on their arguments only. */
final class Dice {
  private Dice() {}

  /** Mixes the numbers into one; equal arguments give equal results on every machine. */
  static long roll(long seed, long... numbers) {
    long state = mix(seed);
    for (long number : numbers) {
      state = mix(state ^ (number + 0x9E3779B97F4A7C15L));
    }
    return state;
  }

  /** A number from {@code 0} to {@code bound - 1}. */
  static int upTo(int bound, long seed, long... numbers) {
    return (int) Long.remainderUnsigned(roll(seed, numbers), bound);
  }

  /** The finisher of SplitMix64 (Steele, Lea, Flood 2014). */
  private static long mix(long value) {
    long mixed = value + 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}

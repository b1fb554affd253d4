// SPDX-License-Identifier: Apache-2.0
package aispend.model;

/**
 * Hash codes of several texts together. Names often count up, and a list or a map of {@code m-1}
 * and {@code p-2} has nearly the hash code of {@code m-2} and {@code p-1}: thousands of
 * combinations share some hundred codes, and every look-up becomes a walk. Here they lie far apart.
 */
public final class TextHash {
  /** 2^32 divided by the golden ratio, which keeps multiples of small numbers far apart. */
  private static final int SPREAD = 0x9E37_79B9;

  private TextHash() {}

  /** The texts' hash code in their order. */
  public static int of(Iterable<String> texts) {
    int hash = 1;
    for (String text : texts) {
      hash = (hash + text.hashCode()) * SPREAD;
    }
    return hash;
  }
}

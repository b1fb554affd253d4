// SPDX-License-Identifier: Apache-2.0
package aispend.model;

/**
 * Hash codes of several texts together. Names often count up: {@code m-1} with {@code p-2} has the
 * same hash in a list or a map as {@code m-2} with {@code p-1} nearly has, so that thousands of
 * combinations share some hundred hash codes and every look-up becomes a walk. Here they do not.
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

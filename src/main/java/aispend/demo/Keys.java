// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import java.util.List;

/**
 * Which invented keys are good: all of the right shape, but for those that say what is wrong with
 * them, so that a demo works with any made-up key and a test can choose a bad one.
 */
final class Keys {
  private static final List<String> BAD_WORDS = List.of("wrong", "expired", "revoked");
  private static final int SHORTEST_REST = 4;

  private Keys() {}

  /** Whether the key is no key at all, or says of itself that it is wrong, expired or revoked. */
  static boolean isRefused(String key, String prefix) {
    return !key.startsWith(prefix)
        || key.length() < prefix.length() + SHORTEST_REST
        || BAD_WORDS.stream().anyMatch(key::contains);
  }
}

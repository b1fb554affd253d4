// SPDX-License-Identifier: Apache-2.0
package aispend.model;

import static java.util.Objects.requireNonNull;

/**
 * What is left in one part of a prepaid account, as its vendor says.
 *
 * @param part the vendor's name for it: {@code granted}, {@code topped_up}, {@code credits}
 * @param left negative when more was spent than was there
 */
public record ReportedBalance(String part, Money left) {
  public ReportedBalance {
    requireNonNull(part, "part");
    requireNonNull(left, "left");
  }
}

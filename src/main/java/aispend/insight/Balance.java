// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static java.util.Objects.requireNonNull;

import aispend.model.Money;

/**
 * What is left of the credit bought from a provider.
 *
 * @param left negative when more was spent than bought
 */
public record Balance(String provider, Money left) {
  public Balance {
    requireNonNull(provider, "provider");
    requireNonNull(left, "left");
  }
}

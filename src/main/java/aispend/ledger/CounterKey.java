// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.TextHash;
import java.util.List;

/**
 * Names a monotonic total.
 *
 * @param labels the values of the family's labels, in their order
 */
record CounterKey(CounterFamily family, List<String> labels) {
  CounterKey {
    labels = List.copyOf(labels);
  }

  @Override
  public int hashCode() {
    return TextHash.of(labels) + family.hashCode();
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

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
}

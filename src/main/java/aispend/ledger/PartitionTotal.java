// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static java.util.Objects.requireNonNull;

/**
 * A running total of one hour, as one partition of a stream counts it. The totals of all partitions
 * add up, as each event is counted in one of them.
 */
public record PartitionTotal(int partition, HourTotal total) {
  public PartitionTotal {
    requireNonNull(total, "total");
  }
}

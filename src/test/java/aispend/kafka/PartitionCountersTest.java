// SPDX-License-Identifier: Apache-2.0
package aispend.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a partition counts, beside what it sums up. */
final class PartitionCountersTest extends TopologyKit {
  @Test
  void spendBeyondWhatACounterHolds_stopsNothing() {
    PartitionCounters counters =
        new PartitionCounters(driver.getKeyValueStore(StateStores.COUNTERS));

    counters.spent("openai", Long.MAX_VALUE - 1);
    counters.spent("openai", 5);

    assertThat(counters.snapshot().costNanos()).containsEntry("openai", Long.MAX_VALUE);
  }
}

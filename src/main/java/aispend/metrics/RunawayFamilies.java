// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import aispend.ledger.RecentSpend;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Supplier;

/** Who spends most just now, and what hints at a loop. Thread-safe if its supplier is. */
final class RunawayFamilies implements FamilySource {
  private final Supplier<List<RecentSpend>> spenders;

  RunawayFamilies(Supplier<List<RecentSpend>> spenders) {
    this.spenders = spenders;
  }

  @Override
  public String section() {
    return "runaway";
  }

  /** What is not known has no sample. */
  @Override
  public List<Family> families() {
    Family.Builder spent = Family.of(Definitions.RUNAWAY);
    Family.Builder calls = Family.of(Definitions.RUNAWAY_CALLS);
    Family.Builder repeats = Family.of(Definitions.RUNAWAY_REPEATS);
    Family.Builder costRise = Family.of(Definitions.RUNAWAY_COST_RISE);
    for (RecentSpend spender : spenders.get()) {
      String by = spender.by().code();
      String value = spender.value();
      spent.add(spender.spent().units(), by, value);
      calls.add(spender.calls(), by, value);
      Long repeated = spender.repeats();
      if (repeated != null) {
        repeats.add(repeated, by, value);
      }
      BigDecimal rise = spender.costRise();
      if (rise != null) {
        costRise.add(rise, by, value);
      }
    }
    return List.of(spent.build(), calls.build(), repeats.build(), costRise.build());
  }
}

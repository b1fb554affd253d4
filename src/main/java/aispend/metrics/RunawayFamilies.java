// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import aispend.ledger.RecentSpend;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * Who spends most just now, and what hints at a loop. Within their bound on series, what is spent
 * comes before hints, and who spent more before who spent less. Thread-safe if its supplier is.
 */
final class RunawayFamilies implements FamilySource {
  private static final int HINTS = 3;

  private final Supplier<List<RecentSpend>> spenders;
  private final int mostSeries;

  RunawayFamilies(Supplier<List<RecentSpend>> spenders, int mostSeries) {
    this.spenders = spenders;
    this.mostSeries = mostSeries;
  }

  @Override
  public String section() {
    return "runaway";
  }

  /** What is not known has no sample. */
  @Override
  public List<Family> families() {
    List<RecentSpend> shown =
        spenders.get().stream()
            .sorted(Comparator.comparing((RecentSpend one) -> one.spent().nanos()).reversed())
            .limit(mostSeries)
            .toList();
    Family.Builder spent = Family.of(Definitions.RUNAWAY);
    shown.forEach(one -> spent.add(one.spent().units(), one.by().code(), one.value()));
    Family.Builder calls = Family.of(Definitions.RUNAWAY_CALLS);
    Family.Builder repeats = Family.of(Definitions.RUNAWAY_REPEATS);
    Family.Builder costRise = Family.of(Definitions.RUNAWAY_COST_RISE);
    int hinted = Math.min(shown.size(), (mostSeries - shown.size()) / HINTS);
    for (RecentSpend spender : shown.subList(0, hinted)) {
      String by = spender.by().code();
      String value = spender.value();
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

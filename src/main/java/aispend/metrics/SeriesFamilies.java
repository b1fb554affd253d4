// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import aispend.ledger.LedgerReader;
import java.util.List;
import java.util.TreeMap;

/** How many series the bounded families have and may have. Asked after them in a scrape. */
final class SeriesFamilies implements FamilySource {
  private final List<GovernedFamilies> governed;
  private final LedgerReader ledger;

  SeriesFamilies(List<GovernedFamilies> governed, LedgerReader ledger) {
    this.governed = List.copyOf(governed);
    this.ledger = ledger;
  }

  @Override
  public String section() {
    return "series";
  }

  @Override
  public List<Family> families() {
    Family.Builder active = Family.of(Definitions.SERIES_ACTIVE);
    Family.Builder limit = Family.of(Definitions.SERIES_LIMIT);
    for (GovernedFamilies families : governed) {
      GovernedFamilies.Usage usage = families.usage();
      new TreeMap<>(usage.active()).forEach((family, count) -> active.add(count, family));
      new TreeMap<>(usage.limits()).forEach((family, count) -> limit.add(count, family));
    }
    Family.Builder folded = Family.of(Definitions.LABEL_OVERFLOW);
    new TreeMap<>(ledger.foldedValues()).forEach((label, count) -> folded.add(count, label));
    return List.of(active.build(), limit.build(), folded.build());
  }
}

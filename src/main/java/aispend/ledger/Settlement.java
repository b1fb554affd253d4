// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.ledger.LedgerReader.SourceState;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Until when nothing is expected to change any more, by provider: as far as its last source. */
public final class Settlement {
  private final Map<String, Instant> until = new HashMap<>();

  public Settlement(Collection<SourceState> sources) {
    for (SourceState state : sources) {
      until.merge(
          state.source().provider(),
          state.settledUntil().orElse(Instant.MIN),
          (one, other) -> one.isBefore(other) ? one : other);
    }
  }

  /** Whether all before an instant is; never of a provider without sources. */
  public boolean reaches(String provider, Instant end) {
    return !until.getOrDefault(provider, Instant.MIN).isBefore(end);
  }
}

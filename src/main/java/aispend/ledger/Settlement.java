// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static java.util.stream.Collectors.toSet;

import aispend.ledger.LedgerReader.SourceState;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Until when nothing is expected to change any more, by provider: as far as its last source that is
 * waited for.
 */
public final class Settlement {
  private final Map<String, Instant> until = new HashMap<>();

  public Settlement(Collection<SourceState> sources) {
    for (SourceState state : awaited(sources)) {
      until.merge(
          state.source().provider(),
          state.settledUntil().orElse(Instant.MIN),
          (one, other) -> one.isBefore(other) ? one : other);
    }
  }

  /**
   * Those that are to settle. One that is switched off tells nothing more, and others of its
   * provider do; of a provider that is not asked at all somebody must say that it is done with.
   */
  public static List<SourceState> awaited(Collection<SourceState> sources) {
    Set<String> asked =
        sources.stream()
            .filter(state -> state.asked() && !state.source().isSent())
            .map(state -> state.source().provider())
            .collect(toSet());
    return sources.stream()
        .filter(state -> state.asked() || !asked.contains(state.source().provider()))
        .toList();
  }

  /** Whether all before an instant is; never of a provider without sources. */
  public boolean reaches(String provider, Instant end) {
    return !until.getOrDefault(provider, Instant.MIN).isBefore(end);
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Dimension;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Events of calls that a polled source may have reported already, within one transaction. Events
 * come at once, as a rule, and reports later: then there is nothing to do here, and the next poll
 * compares both. Only an event from before the last poll changes how much of the report is left.
 */
final class LateEvents {
  private final Handle handle;
  private final MatchedModels models;
  private final Map<String, Instant> unseenFrom = new HashMap<>();
  private final Map<String, Layering> late = new HashMap<>();

  LateEvents(Handle handle, MatchedModels models) {
    this.handle = handle;
    this.models = models;
  }

  /**
   * Takes note of an event that was kept.
   *
   * @param sources all there were when the transaction began
   */
  void note(Event event, List<Sources.Stored> sources) {
    String provider = event.usage().dimensions().get(Dimension.PROVIDER);
    Instant unseen =
        unseenFrom.computeIfAbsent(provider, name -> ProviderStack.of(name, sources).unseenFrom());
    if (event.identity().at().isBefore(unseen)) {
      // The sources are read anew: that of the event may have come into being with it.
      late.computeIfAbsent(
              provider,
              name -> new Layering(handle, models, ProviderStack.of(name, Sources.all(handle))))
          .changed(event.usage().period());
    }
  }

  /** Books what changed; after all records and sums of the events are written. */
  void book(DimensionSets sets, Residuals.Books books, Instant now) {
    late.values().forEach(layering -> layering.book(sets, books, now));
  }
}

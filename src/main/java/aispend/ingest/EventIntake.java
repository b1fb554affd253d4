// SPDX-License-Identifier: Apache-2.0
package aispend.ingest;

import aispend.model.ReportedEvent;
import aispend.model.Tenant;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where events go that were read and found to be in order. What is accepted is durable on return.
 * Any thread may use it.
 */
public interface EventIntake {
  /**
   * Takes events as a tenant's: each is made the tenant's, and rejected where it says what is not.
   *
   * @return what became of each, in their order
   * @throws NotKeptException when it is not certain that all were kept; they may be sent again
   */
  List<EventResult> accept(List<ReportedEvent> reported, Tenant tenant, Instant receivedAt);

  /**
   * Up to when all events that were taken are in the ledger; asked again and again.
   *
   * @return empty while that is not known
   * @throws NotKeptException when it cannot be found out just now
   */
  default Optional<Instant> completeUntil(Instant now) {
    return Optional.of(now);
  }

  /** As {@link #accept(List, Tenant, Instant)}, of nobody in particular. */
  default List<EventResult> accept(List<ReportedEvent> reported, Instant receivedAt) {
    return accept(reported, Tenant.ALL, receivedAt);
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/**
 * Tells which buckets cannot be compared with what is kept: hours of a day that is kept as one
 * record for each thing ({@link Coarsening}). To add them would count the day twice. Used within
 * one transaction.
 */
final class JoinedDays implements Predicate<Batch.Bucket> {
  private static final String IS_JOINED =
      """
      select count(*) from (
        select 1 from record
        where source_id = :source_id and period_start = :start and part = :part
          and period_end = :until limit 1) found
      """;

  private record Place(String part, ChargePeriod day) {}

  private final Handle handle;
  private final long sourceId;
  private final long hoursFrom;
  private final Map<Place, Boolean> known = new HashMap<>();

  JoinedDays(Handle handle, long sourceId) {
    this.handle = handle;
    this.sourceId = sourceId;
    this.hoursFrom = Retention.hoursFrom(handle).getEpochSecond();
  }

  @Override
  public boolean test(Batch.Bucket bucket) {
    ChargePeriod day = ChargePeriod.dayOf(bucket.period().start());
    return bucket.period().start().getEpochSecond() < hoursFrom
        && day.contains(bucket.period())
        && !day.equals(bucket.period())
        && known.computeIfAbsent(new Place(bucket.part(), day), this::isJoined);
  }

  private boolean isJoined(Place place) {
    return handle
            .createQuery(IS_JOINED)
            .bind("source_id", sourceId)
            .bind("start", place.day().start().getEpochSecond())
            .bind("until", place.day().end().getEpochSecond())
            .bind("part", place.part())
            .mapTo(Integer.class)
            .one()
        > 0;
  }
}

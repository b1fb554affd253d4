// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What every transaction of events asks for and seldom changes. It is read again after any write of
 * something else, by this process or another. Used by one transaction at a time.
 */
final class Standing {
  /**
   * As the ledger has it.
   *
   * @param outbox how postings are kept; empty when they are not
   * @param eventsFrom the first instant of which every event is known
   * @param months where single events have a place; empty where they have one everywhere
   */
  record Facts(
      List<Sources.Stored> sources,
      DisplayNames names,
      LabelBounds bounds,
      Optional<Outbox.Settings> outbox,
      Instant eventsFrom,
      Optional<EventMonths> months) {
    static Facts read(Handle handle, Database database) {
      return new Facts(
          Sources.all(handle),
          DisplayNames.read(handle),
          LabelBounds.read(handle),
          OutboxSettings.read(handle),
          Retention.eventsFrom(handle),
          database.hasMonths() ? Optional.of(EventMonths.read(handle)) : Optional.empty());
    }
  }

  /** A state of the ledger; a handle that was opened anew counts anew. */
  private record Mark(Handle handle, long ownWrites, long othersWrites) {}

  private final Database database;
  private @Nullable Mark left;
  private @Nullable Facts facts;

  Standing(Database database) {
    this.database = database;
  }

  Database database() {
    return database;
  }

  /** What holds in a transaction, at its begin. */
  Facts in(Handle handle) {
    Facts known = facts;
    if (known == null || !mark(handle, false).equals(left)) {
      known = Facts.read(handle, database);
      facts = known;
    }
    return known;
  }

  /** Says at the end of a transaction that it changed none of this. A rollback ends its handle. */
  void stays(Handle handle) {
    left = mark(handle, true);
  }

  /** Says that a transaction changed some of this. */
  void changed() {
    facts = null;
  }

  private Mark mark(Handle handle, boolean ending) {
    return new Mark(handle, database.ownWrites(handle, ending), database.othersWrites(handle));
  }
}

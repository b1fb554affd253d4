// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What every transaction of events asks for and seldom changes. It is read again after any write of
 * something else, by this process or another. Used by one transaction at a time.
 */
final class Standing {
  /** How many rows this connection changed since it was opened. */
  private static final String OWN_CHANGES = "select total_changes()";

  /** Another number after each commit of another connection. */
  private static final String OTHERS_COMMITS = "pragma data_version";

  /**
   * As the ledger has it.
   *
   * @param outbox how postings are kept; empty when they are not
   */
  record Facts(
      List<Sources.Stored> sources,
      DisplayNames names,
      LabelBounds bounds,
      Optional<Outbox.Settings> outbox) {
    static Facts read(Handle handle) {
      return new Facts(
          Sources.all(handle),
          DisplayNames.read(handle),
          LabelBounds.read(handle),
          OutboxSettings.read(handle));
    }
  }

  /** A state of the ledger; a handle that was opened anew counts anew. */
  private record Mark(Handle handle, long ownChanges, long othersCommits) {
    static Mark of(Handle handle) {
      try (Lookup own = new Lookup(handle, OWN_CHANGES);
          Lookup others = new Lookup(handle, OTHERS_COMMITS)) {
        return new Mark(handle, own.number().orElseThrow(), others.number().orElseThrow());
      }
    }
  }

  private @Nullable Mark left;
  private @Nullable Facts facts;

  /** What holds in a transaction, at its begin. */
  Facts in(Handle handle) {
    Facts known = facts;
    if (known == null || !Mark.of(handle).equals(left)) {
      known = Facts.read(handle);
      facts = known;
    }
    return known;
  }

  /** Says at the end of a transaction that it changed none of this. A rollback ends its handle. */
  void stays(Handle handle) {
    left = Mark.of(handle);
  }

  /** Says that a transaction changed some of this. */
  void changed() {
    facts = null;
  }
}

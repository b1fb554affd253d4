// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.ledger.Event.Fate;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The single events, by which none counts twice. Lives as long as one transaction. */
final class EventRows implements AutoCloseable {
  /** An event with the ids of its source and its combination of dimensions. */
  record Placed(Event event, Content content, long sourceId, long setId) {}

  private static final String KEPT =
      """
      select content_hash from event
      where tenant = ? and hour = ? and id_high = ? and id_low = ?
      """;

  /** So many are sent at once; what they say is in memory until then. */
  private static final int ROWS_AT_ONCE = 500;

  /** What tells events apart. */
  record Key(String tenant, long hour, long high, long low) {
    static Key of(Event event, MessageDigest sha256) {
      byte[] id = event.identity().id().getBytes(StandardCharsets.UTF_8);
      ByteBuffer digest = ByteBuffer.wrap(sha256.digest(id));
      return new Key(
          event.tenant(),
          event.usage().period().start().getEpochSecond(),
          digest.getLong(),
          digest.getLong());
    }
  }

  private final EventInsert insert;
  private final Lookup kept;
  private final MessageDigest sha256 = sha256();

  EventRows(Handle handle, Database database) {
    this.insert = EventInsert.into(handle, database);
    this.kept = new Lookup(handle, KEPT);
  }

  /** Keeps each event unless it is kept already, and tells what became of them, in their order. */
  List<Fate> keep(List<Placed> events) {
    List<Fate> fates = new ArrayList<>(events.size());
    for (int from = 0; from < events.size(); from += ROWS_AT_ONCE) {
      List<Placed> some = events.subList(from, Math.min(from + ROWS_AT_ONCE, events.size()));
      List<Key> keys = some.stream().map(placed -> Key.of(placed.event(), sha256)).toList();
      for (int i = 0; i < some.size(); i++) {
        insert.hold(keys.get(i), some.get(i));
      }
      List<Boolean> fresh = insert.write();
      for (int i = 0; i < some.size(); i++) {
        fates.add(fresh.get(i) ? Fate.ACCEPTED : fateOfKnown(keys.get(i), some.get(i).event()));
      }
    }
    return fates;
  }

  private Fate fateOfKnown(Key key, Event event) {
    long first = kept.number(key.tenant(), key.hour(), key.high(), key.low()).orElseThrow();
    return first == event.identity().contentHash() ? Fate.DUPLICATE : Fate.CONFLICT;
  }

  @Override
  public void close() {
    insert.close();
    kept.close();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}

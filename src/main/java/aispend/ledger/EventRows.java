// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.ledger.Event.Fate;
import aispend.model.Money;
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

  private static final String INSERT =
      """
      insert into event (tenant, hour, id_high, id_low, event_id, content_hash, fingerprint,
        occurred_at, source_id, set_id, part, cost_nanos, list_nanos, tokens, units,
        latency_millis, first_token_millis, extra)
      values (:tenant, :hour, :id_high, :id_low, :event_id, :content_hash, :fingerprint,
        :occurred_at, :source_id, :set_id, :part, :cost_nanos, :list_nanos, :tokens, :units,
        :latency_millis, :first_token_millis, :extra)
      on conflict (tenant, hour, id_high, id_low) do nothing
      """;

  private static final String KEPT =
      """
      select content_hash from event
      where tenant = ? and hour = ? and id_high = ? and id_low = ?
      """;

  /** So many are sent at once; what they say is in memory until then. */
  private static final int ROWS_AT_ONCE = 500;

  private record Key(String tenant, long hour, long high, long low) {
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

  private final RowWriter insert;
  private final Lookup kept;
  private final MessageDigest sha256 = sha256();

  EventRows(Handle handle) {
    this.insert = new RowWriter(handle, INSERT);
    this.kept = new Lookup(handle, KEPT);
  }

  /** Keeps each event unless it is kept already, and tells what became of them, in their order. */
  List<Fate> keep(List<Placed> events) {
    List<Fate> fates = new ArrayList<>(events.size());
    for (int from = 0; from < events.size(); from += ROWS_AT_ONCE) {
      List<Placed> some = events.subList(from, Math.min(from + ROWS_AT_ONCE, events.size()));
      List<Key> keys = some.stream().map(placed -> Key.of(placed.event(), sha256)).toList();
      for (int i = 0; i < some.size(); i++) {
        hold(keys.get(i), some.get(i));
      }
      int[] inserted = insert.write();
      for (int i = 0; i < some.size(); i++) {
        if (inserted[i] < 0) {
          throw new IllegalStateException("the database does not say which events are new");
        }
        fates.add(inserted[i] > 0 ? Fate.ACCEPTED : fateOfKnown(keys.get(i), some.get(i).event()));
      }
    }
    return fates;
  }

  private void hold(Key key, Placed placed) {
    Event event = placed.event();
    Content content = placed.content();
    Money list = event.listCost();
    insert
        .bind("tenant", key.tenant())
        .bind("hour", key.hour())
        .bind("id_high", key.high())
        .bind("id_low", key.low())
        .bind("event_id", event.identity().id())
        .bind("content_hash", event.identity().contentHash())
        .bind("fingerprint", event.identity().fingerprint())
        .bind("occurred_at", event.identity().at().getEpochSecond())
        .bind("source_id", placed.sourceId())
        .bind("set_id", placed.setId())
        .bind("part", event.part())
        .bind("cost_nanos", content.costNanos())
        .bind("list_nanos", list == null || !event.costTold() ? null : (Long) list.nanos())
        .bind("tokens", TokenText.of(content.tokens()))
        .bind("units", JsonText.of(content.unitMicros()))
        .bind("latency_millis", event.timing().latencyMillis())
        .bind("first_token_millis", event.timing().firstTokenMillis())
        .bind("extra", event.extra())
        .hold();
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

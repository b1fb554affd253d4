// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.ledger.Event.Fate;
import aispend.model.Money;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** The single events, by which none counts twice. Lives as long as one transaction. */
final class EventRows implements AutoCloseable {
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

  private record Key(String tenant, long hour, long high, long low) {
    static Key of(Event event) {
      ByteBuffer digest = ByteBuffer.wrap(sha256(event.identity().id()));
      return new Key(
          event.tenant(),
          event.usage().period().start().getEpochSecond(),
          digest.getLong(),
          digest.getLong());
    }
  }

  private final RowWriter insert;
  private final Lookup kept;

  EventRows(Handle handle) {
    this.insert = new RowWriter(handle, INSERT);
    this.kept = new Lookup(handle, KEPT);
  }

  /** Keeps an event unless it is kept already. */
  Fate keep(Event event, Content content, long sourceId, long setId) {
    Key key = Key.of(event);
    Money list = event.listCost();
    int inserted =
        insert
            .bind("tenant", key.tenant())
            .bind("hour", key.hour())
            .bind("id_high", key.high())
            .bind("id_low", key.low())
            .bind("event_id", event.identity().id())
            .bind("content_hash", event.identity().contentHash())
            .bind("fingerprint", event.identity().fingerprint())
            .bind("occurred_at", event.identity().at().getEpochSecond())
            .bind("source_id", sourceId)
            .bind("set_id", setId)
            .bind("part", event.part())
            .bind("cost_nanos", content.costNanos())
            .bind("list_nanos", list == null || !event.costTold() ? null : (Long) list.nanos())
            .bind("tokens", JsonText.of(counts(content)))
            .bind("units", JsonText.of(content.unitMicros()))
            .bind("latency_millis", event.timing().latencyMillis())
            .bind("first_token_millis", event.timing().firstTokenMillis())
            .bind("extra", event.extra())
            .execute();
    if (inserted > 0) {
      return Fate.ACCEPTED;
    }
    return keptBefore(key) == event.identity().contentHash() ? Fate.DUPLICATE : Fate.CONFLICT;
  }

  private static Map<String, Long> counts(Content content) {
    Map<String, Long> counts = new TreeMap<>();
    content.tokens().counts().forEach((type, count) -> counts.put(type.code(), count));
    return counts;
  }

  private long keptBefore(Key key) {
    return kept.number(key.tenant(), key.hour(), key.high(), key.low()).orElseThrow();
  }

  @Override
  public void close() {
    insert.close();
    kept.close();
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}

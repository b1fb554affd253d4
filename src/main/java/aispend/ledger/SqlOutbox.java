// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Dimension;
import aispend.model.Money;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** The outbox in the ledger's database. No sum or total is read from it, so it writes quietly. */
final class SqlOutbox implements Outbox {
  private static final long DAY_MILLIS = 86_400_000;

  private static final String ANY_DUE =
      "select exists (select 1 from posting where due_at > 0 and due_at <= :now)";

  private static final String RELEASE =
      "update posting set due_at = 0 where due_at > 0 and due_at <= :now";

  private static final String OLDEST =
      """
      select min(stamp_ms) from posting
      where state = 'pending' and stamp_ms <= :until and due_at = 0
      """;

  private static final String PENDING =
      """
      select p.series_id, p.stamp_ms, p.amount, s.family, s.labels
      from posting p join posting_series s on s.series_id = p.series_id
      where p.state = 'pending' and p.stamp_ms >= :from and p.stamp_ms <= :until and p.due_at = 0
      order by p.series_id, p.stamp_ms limit :limit
      """;

  private static final String MARK =
      """
      update posting set state = :state, changed_at = :now
      where series_id = :series_id and stamp_ms = :stamp_ms
      """;

  private static final String ANY_OLD =
      "select exists (select 1 from posting where state = 'pending' and stamp_ms < :oldest)";

  private static final String SKIP =
      """
      update posting set state = 'skipped', due_at = 0, changed_at = :now
      where state = 'pending' and stamp_ms < :oldest
      """;

  private static final String EXPECTED =
      """
      select s.provider, sum(p.amount) as nanos
      from posting_series s join posting p on p.series_id = s.series_id
      where s.family = 'cost' and p.stamp_ms > :after and p.stamp_ms <= :until
        and p.state in ('pending', 'sent')
      group by s.provider
      """;

  private static final String REPLAY =
      """
      update posting set state = 'pending', changed_at = :now
      where state <> 'pending' and stamp_ms >= :since
      """;

  private static final String PRUNE =
      "delete from posting where state <> 'pending' and stamp_ms < :before";

  private final Storage storage;
  private final List<Dimension> labels;

  SqlOutbox(Storage storage, List<Dimension> labels) {
    this.storage = storage;
    this.labels = labels;
  }

  @Override
  public void turnOn(Settings settings, Instant now) {
    storage.writeQuietly(
        "begin to keep history for sending",
        handle -> {
          Optional<Settings> before = OutboxSettings.read(handle);
          if (before.isEmpty()) {
            new PostingSeed(handle, labels, settings, now).post(settings.window());
          }
          OutboxSettings.keep(handle, settings);
          return true;
        });
  }

  @Override
  public void turnOff() {
    if (!isOn()) {
      return;
    }
    storage.writeQuietly(
        "end keeping history for sending",
        handle -> {
          OutboxSettings.forget(handle);
          return handle.execute("delete from posting where state <> 'sent'");
        });
  }

  @Override
  public boolean isOn() {
    return storage.read(
        "read whether history is kept for sending",
        handle -> OutboxSettings.read(handle).isPresent());
  }

  @Override
  public List<Posting> pending(Instant now, Instant until, int limit) {
    release(now);
    return storage.read("read what is to be sent", handle -> pending(handle, until, limit));
  }

  /** From here on nothing is added to what is due. */
  private void release(Instant now) {
    boolean any =
        storage.read(
            "look for what is due",
            handle ->
                handle
                    .createQuery(ANY_DUE)
                    .bind("now", now.getEpochSecond())
                    .mapTo(Boolean.class)
                    .one());
    if (any) {
      storage.writeQuietly(
          "release what is due",
          handle -> handle.createUpdate(RELEASE).bind("now", now.getEpochSecond()).execute());
    }
  }

  private static List<Posting> pending(Handle handle, Instant until, int limit) {
    Optional<Long> oldest =
        handle
            .createQuery(OLDEST)
            .bind("until", until.toEpochMilli())
            .mapTo(Long.class)
            .findFirst();
    if (oldest.isEmpty()) {
      return List.of();
    }
    long day = oldest.get() - Math.floorMod(oldest.get(), DAY_MILLIS);
    return handle
        .createQuery(PENDING)
        .bind("from", day)
        .bind("until", Math.min(until.toEpochMilli(), day + DAY_MILLIS - 1))
        .bind("limit", limit)
        .map((row, context) -> posting(row))
        .list();
  }

  private static Posting posting(ResultSet row) throws SQLException {
    PostingFamily family = PostingFamily.ofCode(row.getString("family"));
    return new Posting(
        row.getLong("series_id"),
        family,
        PostingSeries.labels(row.getString("labels")),
        Instant.ofEpochMilli(row.getLong("stamp_ms")),
        BigDecimal.valueOf(row.getLong("amount"), family.digits()));
  }

  @Override
  public void mark(Collection<Posting> postings, Posting.State state, Instant now) {
    storage.writeQuietly(
        "keep what became of sent history",
        handle -> {
          try (RowWriter mark = new RowWriter(handle, MARK)) {
            for (Posting posting : postings) {
              mark.bind("state", state.code())
                  .bind("now", now.getEpochSecond())
                  .bind("series_id", posting.seriesId())
                  .bind("stamp_ms", posting.at().toEpochMilli())
                  .add();
            }
            mark.flush();
          }
          return true;
        });
  }

  @Override
  public int skipBefore(Instant oldest, Instant now) {
    boolean any =
        storage.read(
            "look for history that is too old",
            handle ->
                handle
                    .createQuery(ANY_OLD)
                    .bind("oldest", oldest.toEpochMilli())
                    .mapTo(Boolean.class)
                    .one());
    return any
        ? storage.writeQuietly(
            "skip history that is too old",
            handle ->
                handle
                    .createUpdate(SKIP)
                    .bind("oldest", oldest.toEpochMilli())
                    .bind("now", now.getEpochSecond())
                    .execute())
        : 0;
  }

  @Override
  public long pendingCount() {
    return storage.read(
        "count what is to be sent",
        handle ->
            handle
                .createQuery("select count(*) from posting where state = 'pending'")
                .mapTo(Long.class)
                .one());
  }

  @Override
  public Map<String, Money> expected(Instant after, Instant until) {
    Map<String, Money> expected = new TreeMap<>();
    storage.read(
        "add up sent history",
        handle -> {
          handle
              .createQuery(EXPECTED)
              .bind("after", after.toEpochMilli())
              .bind("until", until.toEpochMilli())
              .map((row, context) -> Map.entry(row.getString("provider"), row.getLong("nanos")))
              .forEach(entry -> expected.put(entry.getKey(), Money.usd(entry.getValue())));
          return true;
        });
    return expected;
  }

  @Override
  public long replay(Instant since, Instant now) {
    return storage.writeQuietly(
        "send history again",
        handle ->
            handle
                .createUpdate(REPLAY)
                .bind("since", since.toEpochMilli())
                .bind("now", now.getEpochSecond())
                .execute());
  }

  @Override
  public void prune(Instant before) {
    storage.writeQuietly(
        "forget old history",
        handle -> handle.createUpdate(PRUNE).bind("before", before.toEpochMilli()).execute());
  }
}

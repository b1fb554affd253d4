// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * What the daemons on one ledger in PostgreSQL share of their polls. Each statement stands by
 * itself and waits for no writer of spend. Any thread may use it; all throws {@link
 * LedgerException}.
 */
public final class Commons {
  private static final String KEEP_NOTE =
      """
      insert into poll_note
        (provider, source, succeeded_at, failed_at, failure, message, replica)
      values (:provider, :source, :succeeded_at, :failed_at, :failure, :message, :replica)
      on conflict (provider, source) do update set succeeded_at = excluded.succeeded_at,
        failed_at = excluded.failed_at, failure = excluded.failure, message = excluded.message,
        replica = excluded.replica
      """;

  private static final String NOTES =
      """
      select provider, source, succeeded_at, failed_at, failure, message, replica from poll_note
      order by provider, source
      """;

  private static final String KEEP_REST =
      """
      insert into provider_rest (provider, configuration, rest_until, next_rest, why)
      values (:provider, :configuration, :until, :next, :why)
      on conflict (provider) do update set configuration = excluded.configuration,
        rest_until = excluded.rest_until, next_rest = excluded.next_rest, why = excluded.why
      """;

  private static final String REST =
      """
      select configuration, rest_until, next_rest, why from provider_rest
      where provider = :provider
      """;

  /** A day that is over is begun anew by the first call of the next one; never the other way. */
  private static final String TAKE =
      """
      insert into provider_calls (provider, kind, day, calls) values (:provider, :kind, :day, 1)
      on conflict (provider, kind) do update set
        calls = case when provider_calls.day < excluded.day then 1
                     else provider_calls.calls + 1 end,
        day = greatest(provider_calls.day, excluded.day)
      where provider_calls.day < excluded.day or provider_calls.calls < :most
      """;

  private final Storage storage;

  Commons(Storage storage) {
    this.storage = storage;
  }

  /** Tells the others how the polls of a source go. */
  public void keep(PollNote note) {
    alone(
        "keep how " + note.source() + " is polled",
        handle -> {
          Update keep =
              handle
                  .createUpdate(KEEP_NOTE)
                  .bind("provider", note.provider())
                  .bind("source", note.source())
                  .bind("succeeded_at", seconds(note.succeededAt()))
                  .bind("failed_at", seconds(note.failedAt()))
                  .bind("failure", note.failure())
                  .bind("message", note.message())
                  .bind("replica", note.replica());
          return keep.execute();
        });
  }

  /** How all sources are polled that ever were. */
  public List<PollNote> notes() {
    return alone(
        "read how sources are polled",
        handle -> handle.createQuery(NOTES).map((row, context) -> note(row)).list());
  }

  /** Tells the others how long to leave a provider alone. */
  public void keep(String provider, ProviderRest rest) {
    alone(
        "keep how long " + provider + " rests",
        handle ->
            handle
                .createUpdate(KEEP_REST)
                .bind("provider", provider)
                .bind("configuration", rest.configuration())
                .bind("until", rest.until().getEpochSecond())
                .bind("next", rest.next().toSeconds())
                .bind("why", rest.why())
                .execute());
  }

  /** How long a provider is left alone; empty when nobody said so yet. */
  public Optional<ProviderRest> rest(String provider) {
    return alone(
        "read how long " + provider + " rests",
        handle ->
            handle
                .createQuery(REST)
                .bind("provider", provider)
                .map(
                    (row, context) ->
                        new ProviderRest(
                            row.getString("configuration"),
                            Instant.ofEpochSecond(row.getLong("rest_until")),
                            Duration.ofSeconds(row.getLong("next_rest")),
                            row.getString("why")))
                .findOne());
  }

  /**
   * Takes one of the calls that all daemons together may make to a provider in a UTC day.
   *
   * @param kind what is counted
   * @param day an instant of the day
   * @param most of all daemons
   * @return false when none is left
   */
  public boolean takeCall(String provider, String kind, Instant day, int most) {
    if (most <= 0) {
      return false;
    }
    return alone(
        "count a call to " + provider,
        handle ->
            handle
                    .createUpdate(TAKE)
                    .bind("provider", provider)
                    .bind("kind", kind)
                    .bind("day", Math.floorDiv(day.getEpochSecond(), 86_400))
                    .bind("most", most)
                    .execute()
                > 0);
  }

  private <T> T alone(String what, Function<Handle, T> work) {
    AtomicReference<@Nullable T> result = new AtomicReference<>();
    storage.alone(what, handle -> result.set(work.apply(handle)));
    T found = result.get();
    if (found == null) {
      throw new AssertionError(what);
    }
    return found;
  }

  private static PollNote note(ResultSet row) throws SQLException {
    return new PollNote(
        row.getString("provider"),
        row.getString("source"),
        instant(row, "succeeded_at"),
        instant(row, "failed_at"),
        row.getString("failure"),
        row.getString("message"),
        row.getString("replica"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long seconds = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochSecond(seconds);
  }

  private static @Nullable Long seconds(@Nullable Instant instant) {
    return instant == null ? null : instant.getEpochSecond();
  }
}

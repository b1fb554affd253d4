// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Which daemons share a ledger in PostgreSQL, and which of them leads: a lease in one row, by the
 * clock of the database alone. It has a connection of its own, so that neither a long write nor a
 * busy pool keeps a lease from being renewed. One thread at a time.
 */
public final class PostgresReplicas implements AutoCloseable {
  /** After this a connection that does not answer is given up, well before a lease ends. */
  private static final int ANSWER_SECONDS = 4;

  private static final String NOW = "(extract(epoch from clock_timestamp()) * 1000)::bigint";

  private static final String CLOCK = "select " + NOW;

  private static final String SEEN =
      """
      insert into replica (replica_id, address, version, configuration, clock_ahead_ms, polls,
        started_ms, seen_ms)
      values (?, ?, ?, ?, ?, ?, NOW, NOW)
      on conflict (replica_id) do update set address = excluded.address,
        configuration = excluded.configuration, clock_ahead_ms = excluded.clock_ahead_ms,
        polls = excluded.polls, seen_ms = excluded.seen_ms
      """
          .replace("NOW", NOW);

  /** Its own lease is renewed, an ended one is taken over, and nobody else's is touched. */
  private static final String CLAIM =
      """
      insert into leader_lease (only_row, replica_id, term, until_ms) values (1, ?, 1, NOW + ?)
      on conflict (only_row) do update set replica_id = excluded.replica_id,
        until_ms = NOW + ?,
        term = leader_lease.term
          + case when leader_lease.replica_id = excluded.replica_id then 0 else 1 end
      where leader_lease.replica_id = excluded.replica_id or leader_lease.until_ms <= NOW
      returning term
      """
          .replace("NOW", NOW);

  private static final String RELEASE =
      "update leader_lease set until_ms = least(until_ms, NOW + ?) where replica_id = ?"
          .replace("NOW", NOW);

  private static final String ALL =
      """
      select r.replica_id, r.address, r.version, r.configuration, r.clock_ahead_ms, r.polls,
        r.started_ms, r.seen_ms,
        l.replica_id is not null and l.until_ms > NOW as leads
      from replica r left join leader_lease l on l.replica_id = r.replica_id
      where r.seen_ms > NOW - ?
      order by r.started_ms, r.replica_id
      """
          .replace("NOW", NOW);

  private static final String FORGET = "delete from replica where replica_id = ?";

  /** What was killed is forgotten once nobody asks any more what became of it. */
  private static final String FORGET_OLD =
      "delete from replica where seen_ms < NOW - 86400000".replace("NOW", NOW);

  private final LedgerPlace place;
  private @Nullable Connection connection;

  /** Connects at the first question. */
  public PostgresReplicas(LedgerPlace place) {
    this.place = place;
  }

  /**
   * By how much a clock is ahead of the database's, to half the time that the question takes.
   *
   * @throws LedgerException when PostgreSQL cannot be asked
   */
  public Duration ahead(Clock clock) {
    return asked(
        "compare clocks",
        open -> {
          Instant before = clock.instant();
          long there = number(open, CLOCK).orElseThrow();
          Duration half = Duration.between(before, clock.instant()).dividedBy(2);
          return Duration.between(Instant.ofEpochMilli(there), before.plus(half));
        });
  }

  /**
   * Says that a daemon is there.
   *
   * @throws LedgerException when PostgreSQL cannot be asked
   */
  public void seen(Replica self) {
    asked(
        "tell the other daemons of this one",
        open -> {
          try (PreparedStatement seen = open.prepareStatement(SEEN)) {
            seen.setString(1, self.id());
            seen.setString(2, self.address());
            seen.setString(3, self.version());
            seen.setString(4, self.configuration());
            seen.setLong(5, self.clockAhead().toMillis());
            seen.setBoolean(6, self.polls());
            return seen.executeUpdate();
          }
        });
  }

  /**
   * Renews or takes the lease.
   *
   * @return the term of the lease; empty when another daemon holds it
   * @throws LedgerException when PostgreSQL cannot be asked
   */
  public OptionalLong claim(String replica, Duration lease) {
    return asked(
        "hold the lease of the leader",
        open -> {
          try (PreparedStatement claim = open.prepareStatement(CLAIM)) {
            claim.setString(1, replica);
            claim.setLong(2, lease.toMillis());
            claim.setLong(3, lease.toMillis());
            try (ResultSet row = claim.executeQuery()) {
              return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
          }
        });
  }

  /**
   * The daemons that were seen lately, the oldest first.
   *
   * @throws LedgerException when PostgreSQL cannot be asked
   */
  public List<Replica> all(Duration lately) {
    return asked(
        "see the other daemons",
        open -> {
          List<Replica> replicas = new ArrayList<>();
          try (PreparedStatement all = open.prepareStatement(ALL)) {
            all.setLong(1, lately.toMillis());
            try (ResultSet row = all.executeQuery()) {
              while (row.next()) {
                replicas.add(replica(row));
              }
            }
          }
          return List.copyOf(replicas);
        });
  }

  /**
   * Lets a daemon's lease end soon; does nothing where it has none.
   *
   * @param rest after which another one may lead
   * @throws LedgerException when PostgreSQL cannot be asked
   */
  public void release(String replica, Duration rest) {
    asked("let the lease of the leader end", open -> released(open, replica, rest));
  }

  /**
   * Says that a daemon goes, and lets its lease end soon.
   *
   * @param rest after which another one may lead
   * @throws LedgerException when PostgreSQL cannot be asked
   */
  public void leave(String replica, Duration rest) {
    asked(
        "leave the other daemons",
        open -> {
          released(open, replica, rest);
          try (PreparedStatement forget = open.prepareStatement(FORGET);
              PreparedStatement old = open.prepareStatement(FORGET_OLD)) {
            forget.setString(1, replica);
            forget.executeUpdate();
            return old.executeUpdate();
          }
        });
  }

  @Override
  public void close() {
    drop();
  }

  private interface Question<T> {
    T ask(Connection open) throws SQLException;
  }

  /** After any error the next question has a new connection. */
  private <T> T asked(String what, Question<T> question) {
    try {
      Connection open =
          connection == null ? PostgresDatabase.connect(place, ANSWER_SECONDS) : connection;
      connection = open;
      return question.ask(open);
    } catch (SQLException e) {
      drop();
      throw new LedgerException("cannot " + what + ": " + e.getMessage(), e);
    }
  }

  private void drop() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        throw new LedgerException("cannot close a connection: " + e.getMessage(), e);
      }
    }
  }

  private static int released(Connection open, String replica, Duration rest) throws SQLException {
    try (PreparedStatement release = open.prepareStatement(RELEASE)) {
      release.setLong(1, rest.toMillis());
      release.setString(2, replica);
      return release.executeUpdate();
    }
  }

  private static OptionalLong number(Connection open, String sql) throws SQLException {
    try (PreparedStatement ask = open.prepareStatement(sql);
        ResultSet row = ask.executeQuery()) {
      return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
    }
  }

  private static Replica replica(ResultSet row) throws SQLException {
    return new Replica(
        row.getString("replica_id"),
        row.getString("address"),
        row.getString("version"),
        row.getString("configuration"),
        Duration.ofMillis(row.getLong("clock_ahead_ms")),
        row.getBoolean("polls"),
        row.getBoolean("leads"),
        Instant.ofEpochMilli(row.getLong("started_ms")),
        Instant.ofEpochMilli(row.getLong("seen_ms")));
  }
}

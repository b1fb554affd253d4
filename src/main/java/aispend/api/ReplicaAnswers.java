// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import aispend.ledger.LedgerReader;
import aispend.ledger.PollNote;
import aispend.ledger.Replica;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The daemons on one ledger, and which of them does what. Any thread may ask. */
public final class ReplicaAnswers {
  private final Spending spending;
  private final Supplier<ReplicaView> view;
  private final Clock clock;

  /**
   * One daemon.
   *
   * @param configurationDiffers whether its configuration is not the leader's
   * @param clockAheadSeconds of the database's clock
   * @param polledLast the sources that nobody polled after it
   */
  public record ReplicaRow(
      String address,
      String version,
      boolean leads,
      boolean polls,
      boolean configurationDiffers,
      BigDecimal clockAheadSeconds,
      Instant startedAt,
      Instant seenAt,
      List<String> polledLast) {
    public ReplicaRow {
      polledLast = List.copyOf(polledLast);
    }
  }

  /** {@code /api/replicas}: the oldest first; none where a daemon has its ledger for itself. */
  public record Replicas(List<ReplicaRow> replicas) {
    public Replicas {
      replicas = List.copyOf(replicas);
    }
  }

  ReplicaAnswers(LedgerReader ledger, Supplier<ReplicaView> view, Clock clock) {
    this.spending = new Spending(ledger);
    this.view = view;
    this.clock = clock;
  }

  Endpoint endpoint() {
    return new Endpoint(
        "/api/replicas",
        "The daemons on one ledger: which leads, which poll, and who polled each source last.",
        Parameters.NONE,
        Replicas.class,
        asked -> spending.thisMonth(clock.instant(), new Replicas(rows())));
  }

  /** The daemons; asks the ledger who polled last, and nothing where a daemon has it for itself. */
  public List<ReplicaRow> rows() {
    ReplicaView now = view.get();
    Set<String> leaders =
        now.replicas().stream()
            .filter(Replica::leads)
            .map(Replica::configuration)
            .collect(Collectors.toSet());
    return now.replicas().stream()
        .map(
            replica ->
                row(
                    replica,
                    !leaders.isEmpty() && !leaders.contains(replica.configuration()),
                    now.polls()))
        .toList();
  }

  private static ReplicaRow row(Replica replica, boolean differs, List<PollNote> polls) {
    return new ReplicaRow(
        replica.address(),
        replica.version(),
        replica.leads(),
        replica.polls(),
        differs,
        BigDecimal.valueOf(replica.clockAhead().toMillis(), 3),
        replica.startedAt(),
        replica.seenAt(),
        polls.stream()
            .filter(note -> note.replica().equals(replica.address()))
            .map(PollNote::source)
            .filter(source -> source.indexOf(' ') < 0)
            .toList());
  }
}

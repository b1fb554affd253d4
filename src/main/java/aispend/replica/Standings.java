// SPDX-License-Identifier: Apache-2.0
package aispend.replica;

import aispend.ledger.Replica;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Who may do what, by what is seen of all. A daemon whose clock is wrong stands back while there is
 * one whose clock is right; where no clock is right, the leader alone polls. One whose
 * configuration is not the leader's polls nothing, as it would ask for other things.
 */
final class Standings {
  /** Quartz takes a daemon for dead whose clock is some seconds behind. */
  static final Duration TRUSTED = Duration.ofSeconds(2);

  private String said = "";

  /**
   * What was seen last.
   *
   * @param replicas the oldest first
   * @param differs whether the configuration of this one is not the leader's
   * @param alike whether this one would do as the leader does
   */
  record View(List<Replica> replicas, boolean differs, boolean alike) {
    static final View NONE = new View(List.of(), false, false);

    /**
     * Looks at all.
     *
     * @param leads whether this one does
     * @param before what was seen before: between two leaders all goes on as it did
     */
    static View of(List<Replica> replicas, String self, boolean leads, View before) {
      Optional<Replica> own = find(replicas, self);
      Optional<Replica> leader = replicas.stream().filter(Replica::leads).findFirst();
      if (leads) {
        return new View(replicas, false, true);
      }
      if (own.isEmpty() || leader.isEmpty()) {
        return new View(replicas, before.differs(), before.alike());
      }
      boolean same = own.get().configuration().equals(leader.get().configuration());
      return new View(replicas, !same, same && isRight(own.get()) && isRight(leader.get()));
    }

    boolean follows(String self) {
      return alike && find(replicas, self).isPresent();
    }
  }

  /** Whether a daemon may hold the lease. */
  static boolean mayLead(String self, List<Replica> replicas) {
    boolean right = find(replicas, self).filter(Standings::isRight).isPresent();
    return right
        || replicas.stream().noneMatch(replica -> !replica.id().equals(self) && isRight(replica));
  }

  /** Whether there is another daemon that may hold the lease. */
  static boolean mayAnotherLead(String self, List<Replica> replicas) {
    return replicas.stream()
        .anyMatch(replica -> !replica.id().equals(self) && mayLead(replica.id(), replicas));
  }

  /** What is wrong with this daemon among the others, when that is not what was said last. */
  Optional<String> complaint(View view, String self) {
    String now = problem(view, self);
    boolean fresh = !now.equals(said);
    said = now;
    return fresh && !now.isEmpty() ? Optional.of(now) : Optional.empty();
  }

  private static String problem(View view, String self) {
    if (view.differs()) {
      return "The configuration of this daemon is not the leader's: it polls nothing until both are"
          + " the same. Reload or restart those with the old file.";
    }
    boolean alone = view.replicas().size() < 2;
    if (!alone && find(view.replicas(), self).filter(own -> !isRight(own)).isPresent()) {
      return "The clock of this daemon is off by more than "
          + TRUSTED.toSeconds()
          + " s: it stands back while another one's is right. Synchronise the clocks.";
    }
    return "";
  }

  private static boolean isRight(Replica replica) {
    return replica.clockAhead().abs().compareTo(TRUSTED) <= 0;
  }

  private static Optional<Replica> find(List<Replica> replicas, String id) {
    return replicas.stream().filter(replica -> replica.id().equals(id)).findFirst();
  }
}

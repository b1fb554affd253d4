// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import aispend.ledger.PollNote;
import aispend.ledger.Replica;
import java.util.List;

/**
 * The daemons on one ledger.
 *
 * @param replicas the oldest first; empty where a daemon has its ledger for itself
 * @param polls who polled each source last
 */
public record ReplicaView(List<Replica> replicas, List<PollNote> polls) {
  /** Of a daemon that has its ledger for itself. */
  public static final ReplicaView ALONE = new ReplicaView(List.of(), List.of());

  public ReplicaView {
    replicas = List.copyOf(replicas);
    polls = List.copyOf(polls);
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/**
 * One of the daemons that share a ledger. Instants are by the clock of the database.
 *
 * @param id another one for each start of a process
 * @param address where it listens, as {@code host:port}
 * @param version of the daemon
 * @param configuration equal for daemons whose configuration says the same
 * @param clockAhead by how much its clock is ahead of the database's; negative when behind
 * @param polls whether it takes part in polling
 * @param leads whether it holds the lease
 * @param startedAt when it was seen first
 * @param seenAt when it was seen last
 */
public record Replica(
    String id,
    String address,
    String version,
    String configuration,
    Duration clockAhead,
    boolean polls,
    boolean leads,
    Instant startedAt,
    Instant seenAt) {
  public Replica {
    requireNonNull(id, "id");
    requireNonNull(address, "address");
    requireNonNull(version, "version");
    requireNonNull(configuration, "configuration");
    requireNonNull(clockAhead, "clockAhead");
    requireNonNull(startedAt, "startedAt");
    requireNonNull(seenAt, "seenAt");
  }
}

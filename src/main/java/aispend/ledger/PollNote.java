// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the polls of a source go, as whoever polled it last tells the others.
 *
 * @param succeededAt when it was last read whole; null before the first time
 * @param failedAt when that last failed; null when it never did
 * @param failure what kind of failure it was; null while all is well, or when there is no name
 * @param message what failed and what to do; empty while all is well
 * @param replica who polled it last: an address
 */
public record PollNote(
    String provider,
    String source,
    @Nullable Instant succeededAt,
    @Nullable Instant failedAt,
    @Nullable String failure,
    String message,
    String replica) {
  public PollNote {
    requireNonNull(provider, "provider");
    requireNonNull(source, "source");
    requireNonNull(message, "message");
    requireNonNull(replica, "replica");
  }
}

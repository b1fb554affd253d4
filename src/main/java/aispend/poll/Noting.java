// SPDX-License-Identifier: Apache-2.0
package aispend.poll;

import aispend.ingest.NotKeptException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The notes about one provider. What cannot be told now holds up no poll: it is logged, and told by
 * the next one.
 */
final class Noting {
  private static final Logger log = LoggerFactory.getLogger(Noting.class);

  private final String provider;
  private final PollNotes notes;

  Noting(String provider, PollNotes notes) {
    this.provider = provider;
    this.notes = notes;
  }

  void keep(String source, PollHealth health) {
    telling(() -> notes.keep(provider, source, health));
  }

  void keep(AuthRest.State rest) {
    telling(() -> notes.keep(provider, rest));
  }

  /** How the last polls went, by source. */
  Map<String, PollHealth> health() {
    return notes.health().getOrDefault(provider, Map.of());
  }

  Optional<AuthRest.State> rest() {
    return notes.rest(provider);
  }

  /** When something was last done with success; empty, too, when that cannot be seen now. */
  Optional<Instant> succeeded(String what) {
    try {
      return Optional.ofNullable(health().get(what)).flatMap(PollHealth::lastSuccess);
    } catch (NotKeptException e) {
      log.debug("What the others did cannot be seen now. provider={}", provider, e);
      return Optional.empty();
    }
  }

  private void telling(Runnable telling) {
    try {
      telling.run();
    } catch (NotKeptException e) {
      log.warn(
          "The other daemons do not learn of a poll. provider={} cause={}",
          provider,
          e.getMessage());
    }
  }
}

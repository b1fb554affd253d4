// SPDX-License-Identifier: Apache-2.0
package aispend.poll;

import java.util.Map;
import java.util.Optional;

/**
 * What daemons on one ledger tell each other of their polls, as any of them may be next. Any thread
 * may use it.
 */
public interface PollNotes {
  /** Of a daemon that has its ledger for itself. */
  PollNotes NONE =
      new PollNotes() {
        @Override
        public void keep(String provider, String source, PollHealth health) {}

        @Override
        public Map<String, Map<String, PollHealth>> health() {
          return Map.of();
        }

        @Override
        public void keep(String provider, AuthRest.State rest) {}

        @Override
        public Optional<AuthRest.State> rest(String provider) {
          return Optional.empty();
        }
      };

  /**
   * Tells how a poll of a source went.
   *
   * @throws aispend.ingest.NotKeptException when it cannot be told
   */
  void keep(String provider, String source, PollHealth health);

  /**
   * How the last polls went, by provider and source.
   *
   * @throws aispend.ingest.NotKeptException when it cannot be read
   */
  Map<String, Map<String, PollHealth>> health();

  /**
   * Tells whether a provider takes the key.
   *
   * @throws aispend.ingest.NotKeptException when it cannot be told
   */
  void keep(String provider, AuthRest.State rest);

  /**
   * Whether a provider takes the key; empty when nobody told yet.
   *
   * @throws aispend.ingest.NotKeptException when it cannot be read
   */
  Optional<AuthRest.State> rest(String provider);
}

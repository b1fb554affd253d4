// SPDX-License-Identifier: Apache-2.0
package aispend.poll;

import aispend.model.ProviderException;
import java.time.Instant;
import java.util.Optional;

/**
 * How the polls of one source go.
 *
 * @param lastSuccess when it was last read whole
 * @param lastFailure when that last failed
 * @param kind of the failure; empty while all is well
 * @param message what failed and what to do; empty while all is well
 */
public record PollHealth(
    Optional<Instant> lastSuccess,
    Optional<Instant> lastFailure,
    Optional<ProviderException.Kind> kind,
    String message) {
  static final PollHealth UNKNOWN =
      new PollHealth(Optional.empty(), Optional.empty(), Optional.empty(), "");

  PollHealth succeeded(Instant at) {
    return new PollHealth(Optional.of(at), lastFailure, Optional.empty(), "");
  }

  PollHealth failed(Instant at, Optional<ProviderException.Kind> why, String what) {
    return new PollHealth(lastSuccess, Optional.of(at), why, what);
  }

  public boolean well() {
    return message.isEmpty();
  }
}

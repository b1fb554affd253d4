// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import aispend.model.ProviderException.Kind;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** What one attempt came to. */
sealed interface Outcome {
  /**
   * A whole, readable document.
   *
   * @param links the values of its Link headers
   */
  record Read(JsonNode document, List<String> links) implements Outcome {}

  /** A whole answer whose bytes were asked for as they are. */
  record Taken(int status, ByteString body) implements Outcome {}

  /**
   * No usable answer.
   *
   * @param status the answer's status; 0 when there was none
   * @param what one sentence for a person, without credentials
   * @param retry whether asking again may help
   * @param told how long the vendor asks to wait; empty when it does not say, zero for at once
   */
  record Failed(
      Kind kind,
      int status,
      String what,
      @Nullable Throwable cause,
      boolean retry,
      Optional<Duration> told)
      implements Outcome {}
}

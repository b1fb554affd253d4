// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every answer says beside its own content.
 *
 * @param asOf when it was computed
 * @param settledUntil nothing before it is expected to change; null when some source has not said
 * @param unpricedTokens tokens within the answer whose cost is unknown and in no sum
 * @param from first instant of what it is about
 * @param to first instant after it
 * @param source whose view it is; null for canonical spend
 * @param explanation which source contributed what, oldest first; null when it was not asked for
 * @param body the content, whose members stand beside these
 */
public record Answer<B extends Record>(
    Instant asOf,
    @Nullable Instant settledUntil,
    long unpricedTokens,
    Instant from,
    Instant to,
    @Nullable String source,
    @Nullable List<Contribution> explanation,
    @JsonUnwrapped B body) {
  public Answer {
    requireNonNull(asOf, "asOf");
    requireNonNull(from, "from");
    requireNonNull(to, "to");
    requireNonNull(body, "body");
    explanation = explanation == null ? null : List.copyOf(explanation);
  }

  /** An answer that is not explained. */
  public Answer(
      Instant asOf,
      @Nullable Instant settledUntil,
      long unpricedTokens,
      Instant from,
      Instant to,
      @Nullable String source,
      B body) {
    this(asOf, settledUntil, unpricedTokens, from, to, source, null, body);
  }

  Answer<B> explained(List<Contribution> contributions) {
    return new Answer<>(asOf, settledUntil, unpricedTokens, from, to, source, contributions, body);
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a configured provider does. Texts are sentences for people and hold no secret.
 *
 * @param name the configured name
 * @param disabledReason why it is not polled and what to set, such as the variable of its key; null
 *     when it is polled
 * @param lastSuccess when all its sources were last polled with success
 * @param lastError what is wrong now and what to do; null when the last poll succeeded
 * @param nextPoll when it is polled next; null when it is not
 * @param sources names of its sources
 */
public record ProviderHealth(
    String name,
    @Nullable String disabledReason,
    @Nullable Instant lastSuccess,
    @Nullable String lastError,
    @Nullable Instant nextPoll,
    List<String> sources) {
  public ProviderHealth {
    requireNonNull(name, "name");
    sources = List.copyOf(sources);
  }

  public boolean enabled() {
    return disabledReason == null;
  }
}

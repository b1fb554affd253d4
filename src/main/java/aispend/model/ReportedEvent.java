// SPDX-License-Identifier: Apache-2.0
package aispend.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call as an application tells it.
 *
 * @param sender by which way it was told
 * @param identity what tells it from all others
 * @param usage what was used; its dimensions hold the provider
 * @param outcome how the call ended
 * @param timing how long it took
 * @param extra JSON of what is kept as it came and never added up; empty for nothing
 */
public record ReportedEvent(
    Sender sender,
    Identity identity,
    ReportedUsage usage,
    Outcome outcome,
    Timing timing,
    String extra) {
  /**
   * What tells an event from all others of its UTC hour, and one that was sent again from one that
   * was changed.
   *
   * @param id the sender's
   * @param at when the call was made
   * @param contentHash of all that was sent
   * @param fingerprint of what was asked, which a call that is repeated shares; null when the
   *     sender does not say
   */
  public record Identity(String id, Instant at, long contentHash, @Nullable Long fingerprint) {
    public Identity {
      requireNonNull(id, "id");
      requireNonNull(at, "at");
    }
  }

  /**
   * How long a call took; null where the sender does not say.
   *
   * @param latencyMillis until the answer was complete
   * @param firstTokenMillis until its first token
   */
  public record Timing(@Nullable Long latencyMillis, @Nullable Long firstTokenMillis) {
    public static final Timing UNKNOWN = new Timing(null, null);
  }

  public ReportedEvent {
    requireNonNull(sender, "sender");
    requireNonNull(identity, "identity");
    requireNonNull(usage, "usage");
    requireNonNull(outcome, "outcome");
    requireNonNull(timing, "timing");
    requireNonNull(extra, "extra");
    if (usage.dimensions().get(Dimension.PROVIDER).isEmpty()) {
      throw new IllegalArgumentException("an event needs a provider");
    }
  }

  /** The same call, made a tenant's; see {@link Tenant#claim}. */
  public ReportedEvent of(Tenant tenant) {
    return tenant.isAll()
        ? this
        : new ReportedEvent(
            sender,
            identity,
            usage.withDimensions(tenant.claim(usage.dimensions())),
            outcome,
            timing,
            extra);
  }
}

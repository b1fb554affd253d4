// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A signed amount that stands at an instant of use; never changed once it was sent.
 *
 * @param seriesId the series in the ledger; with {@code at} its identity
 * @param labels by name, in its order, without empty values
 * @param at strictly inside its UTC day, in whole milliseconds
 * @param amount dollars or a count
 */
public record Posting(
    long seriesId,
    PostingFamily family,
    Map<String, String> labels,
    Instant at,
    BigDecimal amount) {
  /** What became of a posting. */
  public enum State {
    /** To be sent. */
    PENDING,
    /** Taken by the other side. */
    SENT,
    /** Refused by the other side for what it is. */
    REJECTED,
    /** Too old to be taken. */
    SKIPPED;

    String code() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public Posting {
    requireNonNull(family, "family");
    requireNonNull(at, "at");
    requireNonNull(amount, "amount");
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
  }
}

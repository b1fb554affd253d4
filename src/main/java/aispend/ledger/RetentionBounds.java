// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * From when on what is kept; both are taken back to the beginning of their UTC day.
 *
 * @param rawFrom single events, old contents of restated records, readings of running totals
 * @param hourlyFrom sums and times by the hour; sums by the day are kept for ever
 */
public record RetentionBounds(Instant rawFrom, Instant hourlyFrom) {
  public RetentionBounds {
    requireNonNull(rawFrom, "rawFrom");
    requireNonNull(hourlyFrom, "hourlyFrom");
  }
}

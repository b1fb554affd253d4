// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static java.util.Objects.requireNonNull;

import aispend.model.ChargePeriod;
import aispend.model.Dimensions;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of a closed month.
 *
 * @param day the UTC day it was used on
 * @param shown its dimensions, by name where one was known when it was booked
 * @param total signed; of a correction what is to be added to all rows before
 * @param settled whether the day was expected to stay as it is when it was booked
 * @param knownAt when a correction became known; null for what the month was closed with
 */
public record BookedRow(
    ChargePeriod day,
    Dimensions shown,
    SumTotal total,
    boolean settled,
    @Nullable Instant knownAt) {
  public BookedRow {
    requireNonNull(day, "day");
    requireNonNull(shown, "shown");
    requireNonNull(total, "total");
  }
}

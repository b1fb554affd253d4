// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;

/**
 * The stretches in which a report is compared with what applications told: hours or days, and days
 * in any case where sums by the hour are no longer kept.
 *
 * @param seconds width where hours are kept: an hour or a day
 * @param hoursFrom epoch second from which on hours are kept; the beginning of a UTC day
 */
record Slots(long seconds, long hoursFrom) {
  static final long HOUR = 3_600;
  static final long DAY = 86_400;

  /** The slot that an instant is in. */
  ChargePeriod at(long epochSecond) {
    long width = epochSecond < hoursFrom ? DAY : seconds;
    long start = epochSecond - Math.floorMod(epochSecond, width);
    return ChargePeriod.ofEpochSeconds(start, start + width);
  }
}

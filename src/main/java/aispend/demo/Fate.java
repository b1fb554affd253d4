// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

/**
 * How what is told about one hour's row changes while the hour grows older. Every fate has run its
 * course {@value #FINAL_AFTER_HOURS} hours after the hour's end.
 */
enum Fate {
  /** Right from the start. */
  PROMPT,
  /** Not there for the first 2 to 6 hours. */
  LATE,
  /** 90 % for 12 hours, 105 % for 12 more, then right. */
  UP_AND_DOWN,
  /** 110 % for 12 hours, then right. */
  DOWN,
  /** 4, after 12 hours 10, after 24 hours 9.5. */
  FOUR_TEN_NINE_AND_A_HALF,
  /** Under another project for 36 hours. */
  MOVED;

  /** Age of an hour from which on nothing about it changes. */
  static final int FINAL_AFTER_HOURS = 36;

  private static final int FIRST_REVISION_HOURS = 12;
  private static final int SECOND_REVISION_HOURS = 24;

  /** Whether the row is told at all. */
  boolean isTold(long ageHours, int lateHours) {
    return this != LATE || ageHours >= lateHours;
  }

  boolean isElsewhere(long ageHours) {
    return this == MOVED && ageHours < FINAL_AFTER_HOURS;
  }

  /** What is told of a row that in the end is {@code truth}. */
  Quantities told(Quantities truth, long ageHours) {
    return switch (this) {
      case PROMPT, LATE, MOVED -> truth;
      case UP_AND_DOWN -> byAge(truth, ageHours, 18, 21, 20);
      case DOWN -> byAge(truth, ageHours, 11, 10, 10);
      case FOUR_TEN_NINE_AND_A_HALF -> byAge(truth, ageHours, 8, 20, 19);
    };
  }

  private static Quantities byAge(
      Quantities truth, long ageHours, int first, int second, int whole) {
    if (ageHours < FIRST_REVISION_HOURS) {
      return truth.times(first, whole);
    }
    return ageHours < SECOND_REVISION_HOURS ? truth.times(second, whole) : truth;
  }
}

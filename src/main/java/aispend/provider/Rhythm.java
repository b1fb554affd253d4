// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.model.Source;
import aispend.model.Source.Timeliness;
import java.time.Duration;

/**
 * How a report comes in time, with the meanings of {@link Source}.
 *
 * @param bucket an hour or a day
 */
public record Rhythm(
    Timeliness timeliness,
    Duration bucket,
    Duration maxWindow,
    Duration lookback,
    Duration settleAfter) {

  /** Hours, told within hours; the rest in days. */
  public static Rhythm hours(int maxWindow, int lookback, int settleAfter) {
    return new Rhythm(
        Timeliness.HOURLY,
        Duration.ofHours(1),
        Duration.ofDays(maxWindow),
        Duration.ofDays(lookback),
        Duration.ofDays(settleAfter));
  }

  /** Days, told with a day's delay; all in days. */
  public static Rhythm days(int maxWindow, int lookback, int settleAfter) {
    return new Rhythm(
        Timeliness.DAILY,
        Duration.ofDays(1),
        Duration.ofDays(maxWindow),
        Duration.ofDays(lookback),
        Duration.ofDays(settleAfter));
  }

  /** The same, told at another speed. */
  public Rhythm told(Timeliness other) {
    return new Rhythm(other, bucket, maxWindow, lookback, settleAfter);
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the simulated vendor simulates.
 *
 * @param seed equal seeds give equal histories
 * @param days whole UTC days of history before today, 1 to 400
 * @param lag how far the vendor's knowledge is behind the clock; not negative
 * @param mildFaults whether a request is rate limited and a call runs in a loop now and then
 * @param truthFile where the truth is kept up to date; null for nowhere
 * @param eventsTo base URL of the daemon that simulated applications tell of their calls; null for
 *     none
 */
public record DemoOptions(
    long seed,
    int days,
    Duration lag,
    boolean mildFaults,
    @Nullable Path truthFile,
    @Nullable URI eventsTo) {
  public static final int MAX_DAYS = 400;

  /** Seed 1, 35 days, no lag, mild faults, no file, no applications. */
  public static final DemoOptions DEFAULT = new DemoOptions(1, 35, Duration.ZERO, true, null, null);

  public DemoOptions {
    requireNonNull(lag, "lag");
    if (days < 1 || days > MAX_DAYS) {
      throw new IllegalArgumentException("days is " + days + "; must be between 1 and " + MAX_DAYS);
    }
    if (lag.isNegative()) {
      throw new IllegalArgumentException("lag is " + lag + "; must not be negative");
    }
  }

  public DemoOptions withSeed(long other) {
    return new DemoOptions(other, days, lag, mildFaults, truthFile, eventsTo);
  }

  public DemoOptions withDays(int other) {
    return new DemoOptions(seed, other, lag, mildFaults, truthFile, eventsTo);
  }

  public DemoOptions withLag(Duration other) {
    return new DemoOptions(seed, days, other, mildFaults, truthFile, eventsTo);
  }

  public DemoOptions withoutFaults() {
    return new DemoOptions(seed, days, lag, false, truthFile, eventsTo);
  }

  public DemoOptions withTruthFile(@Nullable Path other) {
    return new DemoOptions(seed, days, lag, mildFaults, other, eventsTo);
  }

  public DemoOptions withEventsTo(@Nullable URI other) {
    return new DemoOptions(seed, days, lag, mildFaults, truthFile, other);
  }
}

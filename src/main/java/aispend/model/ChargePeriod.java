// SPDX-License-Identifier: Apache-2.0
package aispend.model;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * A half-open stretch of time {@code [start, end)} in whole UTC seconds (FOCUS ChargePeriodStart
 * and ChargePeriodEnd).
 *
 * @param start the first instant that belongs to the period
 * @param end the first instant after it; later than {@code start}
 */
public record ChargePeriod(Instant start, Instant end) {
  public ChargePeriod {
    requireNonNull(start, "start");
    requireNonNull(end, "end");
    if (!start.isBefore(end)) {
      throw new IllegalArgumentException(
          "period ends at " + end + ", not after its start " + start);
    }
    if (!start.equals(start.truncatedTo(ChronoUnit.SECONDS))
        || !end.equals(end.truncatedTo(ChronoUnit.SECONDS))) {
      throw new IllegalArgumentException(
          "period " + start + ".." + end + " is not in whole seconds");
    }
  }

  public static ChargePeriod ofEpochSeconds(long start, long end) {
    return new ChargePeriod(Instant.ofEpochSecond(start), Instant.ofEpochSecond(end));
  }

  /** The UTC hour that holds the instant. */
  public static ChargePeriod hourOf(Instant instant) {
    Instant start = instant.truncatedTo(ChronoUnit.HOURS);
    return new ChargePeriod(start, start.plus(1, ChronoUnit.HOURS));
  }

  /** The UTC day that holds the instant. */
  public static ChargePeriod dayOf(Instant instant) {
    Instant start = instant.truncatedTo(ChronoUnit.DAYS);
    return new ChargePeriod(start, start.plus(1, ChronoUnit.DAYS));
  }

  public Duration duration() {
    return Duration.between(start, end);
  }

  public boolean contains(Instant instant) {
    return !instant.isBefore(start) && instant.isBefore(end);
  }

  public boolean contains(ChargePeriod other) {
    return !other.start.isBefore(start) && !other.end.isAfter(end);
  }

  /**
   * The instant half way through; a whole second. Where a day's amount stands in an hourly view.
   */
  public Instant middle() {
    return start.plusSeconds(duration().toSeconds() / 2);
  }

  /** The same stretch cut into consecutive pieces of at most {@code size}, oldest first. */
  public List<ChargePeriod> split(Duration size) {
    if (size.toSeconds() < 1) {
      throw new IllegalArgumentException("size is " + size + "; must be at least a second");
    }
    List<ChargePeriod> pieces = new ArrayList<>();
    for (Instant from = start; from.isBefore(end); ) {
      Instant next = from.plus(size);
      Instant to = next.isBefore(end) ? next : end;
      pieces.add(new ChargePeriod(from, to));
      from = to;
    }
    return List.copyOf(pieces);
  }
}

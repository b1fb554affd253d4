// SPDX-License-Identifier: Apache-2.0
package aispend.otlp;

import aispend.model.SeriesReading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Turns running totals into what they grew by since their last reading.
 *
 * <p>A series is known by its name, its attributes and its start. A process that starts again
 * begins another series, which grows from 0; so do two processes that call themselves the same. A
 * series that is not known grows from 0 too when it tells its start, as all of it was counted since
 * then; one that does not tell it is only remembered. A total that falls was set to 0 in between.
 * Used for one request.
 */
final class RunningTotals {
  private final Map<SeriesReading.Key, SeriesReading> kept;
  private final Map<SeriesReading.Key, SeriesReading> last = new LinkedHashMap<>();
  private final long knownFromNanos;
  private final Tally tally;

  /**
   * Begins with what is known.
   *
   * @param kept the last readings
   * @param knownFrom of a total that began before and has no reading, what it grew by is not known
   */
  RunningTotals(Map<SeriesReading.Key, SeriesReading> kept, Instant knownFrom, Tally tally) {
    this.kept = kept;
    this.knownFromNanos = TimeUnit.SECONDS.toNanos(knownFrom.getEpochSecond());
    this.tally = tally;
  }

  /** The points with what they grew by, without those that grew by nothing. */
  List<Point> growth(List<Point> points) {
    List<Point> grown = new ArrayList<>();
    points.stream().filter(point -> !point.running()).forEach(grown::add);
    points.stream()
        .filter(Point::running)
        .sorted(Comparator.comparing(Point::at))
        .forEach(point -> take(point, grown));
    return grown;
  }

  /** The readings to keep, each following on the one that was kept. */
  List<SeriesReading> readings() {
    return List.copyOf(last.values());
  }

  private void take(Point point, List<Point> grown) {
    SeriesReading before = last.getOrDefault(point.series(), kept.get(point.series()));
    if (before != null && before.at() >= point.nanos()) {
      tally.count(before.at() == point.nanos() ? Tally.Fate.DUPLICATE : Tally.Fate.LATE, 1);
      return;
    }
    SeriesReading first = kept.get(point.series());
    last.put(
        point.series(),
        new SeriesReading(
            point.series(),
            first == null ? SeriesReading.NONE : first.at(),
            point.nanos(),
            point.value(),
            point.calls()));
    boolean unknown = point.startNanos() == 0 || point.startNanos() < knownFromNanos;
    if (before == null && unknown) {
      tally.count(Tally.Fate.IGNORED, 1);
      return;
    }
    Point growth = before == null ? point : since(before, point);
    if (growth.value().signum() == 0 && growth.calls() == 0) {
      tally.count(Tally.Fate.ACCEPTED, 1);
    } else {
      grown.add(growth);
    }
  }

  /** What a total grew by; one that fell was set to 0 in between. */
  private static Point since(SeriesReading before, Point point) {
    if (point.value().compareTo(before.total()) < 0 || point.calls() < before.calls()) {
      return point;
    }
    return point.grownBy(point.value().subtract(before.total()), point.calls() - before.calls());
  }
}

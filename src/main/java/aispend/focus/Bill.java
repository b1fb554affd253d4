// SPDX-License-Identifier: Apache-2.0
package aispend.focus;

import aispend.model.ChargePeriod;
import aispend.model.Dimensions;
import aispend.model.ReportedBucket;
import aispend.model.ReportedCost;
import aispend.model.ReportedPeriod;
import aispend.model.ReportedUsage;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The charges of one delivery within a window, added up as they are read, so that memory grows with
 * what they are split by and not with their number.
 */
final class Bill {
  /** More combinations than this in a window are not a bill by any dimension worth having. */
  private static final int MAX_GROUPS = 500_000;

  /** Of so many unreadable rows, the file is what cannot be read. */
  private static final int MAX_UNREADABLE = 1_000;

  private static final int MAX_SHOWN = 40;

  private record Group(Dimensions dimensions, String currency) {}

  private final String part;
  private final ChargePeriod window;
  private final Duration width;
  private final List<ChargePeriod> pending;
  private final SortedMap<Instant, Map<Group, BigDecimal>> sums = new TreeMap<>();
  private final SortedMap<Instant, List<ReportedUsage>> unreadable = new TreeMap<>();
  private int groups;
  private int unreadableRows;
  private @Nullable Instant first;
  private @Nullable Instant last;

  /**
   * Begins with nothing.
   *
   * @param pending days of which nothing is said
   */
  Bill(String part, ChargePeriod window, Duration width, List<ChargePeriod> pending) {
    this.part = part;
    this.window = window;
    this.width = width;
    this.pending = List.copyOf(pending);
  }

  /**
   * The delivery speaks of the time from one instant to another, be it that nothing was charged.
   */
  void told(Instant from, Instant to) {
    first = first == null || from.isBefore(first) ? from : first;
    last = last == null || to.isAfter(last) ? to : last;
  }

  void add(Charge charge) throws IOException {
    Map<Group, BigDecimal> bucket =
        sums.computeIfAbsent(floor(charge.start()), any -> new LinkedHashMap<>());
    int before = bucket.size();
    bucket.merge(
        new Group(charge.dimensions(), charge.currency()), charge.amount(), BigDecimal::add);
    groups += bucket.size() - before;
    if (groups > MAX_GROUPS) {
      throw new IOException(
          "it splits the window's charges more than "
              + MAX_GROUPS
              + " ways; let fewer dimensions be read");
    }
  }

  /**
   * A row that cannot be used: it goes on as a unit whose quantity is no number, which {@code
   * normalise} rejects, names and counts.
   *
   * @param at when it is of; outside the window it is left alone
   */
  void unreadable(Instant at, String place, String value) throws IOException {
    Instant bucket = floor(at);
    if (!window.contains(bucket)) {
      return;
    }
    if (++unreadableRows > MAX_UNREADABLE) {
      throw new IOException("more than " + MAX_UNREADABLE + " of its rows cannot be read");
    }
    String shown = value.length() > MAX_SHOWN ? value.substring(0, MAX_SHOWN) + "..." : value;
    unreadable
        .computeIfAbsent(bucket, any -> new ArrayList<>())
        .add(
            new ReportedUsage(
                Dimensions.NONE, null, null, Map.of(place, "unreadable: " + shown), null));
  }

  /** Whether each row of the window could be used. */
  boolean faultless() {
    return unreadableRows == 0;
  }

  /** One bucket with nothing but the news that the delivery cannot be read. */
  ReportedBucket refused(String place, String why) {
    ReportedUsage row =
        new ReportedUsage(Dimensions.NONE, null, null, Map.of(place, "unreadable: " + why), null);
    return bucket(window.start(), List.of(row));
  }

  /** What the delivery says, oldest first; every bucket between its first and its last charge. */
  List<ReportedBucket> buckets() {
    SortedMap<Instant, List<ReportedUsage>> rows = new TreeMap<>();
    for (Instant at = begin(); at.isBefore(window.end()) && isTold(at); at = at.plus(width)) {
      rows.put(at, new ArrayList<>());
    }
    sums.forEach(
        (at, bucket) ->
            bucket.forEach(
                (group, sum) ->
                    rows.computeIfAbsent(at, any -> new ArrayList<>()).add(row(group, sum))));
    unreadable.forEach((at, bad) -> rows.computeIfAbsent(at, any -> new ArrayList<>()).addAll(bad));
    rows.keySet().removeIf(at -> pending.stream().anyMatch(days -> days.contains(at)));
    return rows.entrySet().stream().map(each -> bucket(each.getKey(), each.getValue())).toList();
  }

  private Instant begin() {
    return first == null || first.isBefore(window.start()) ? window.start() : floor(first);
  }

  private boolean isTold(Instant at) {
    return last != null && !at.isAfter(last);
  }

  private static ReportedUsage row(Group group, BigDecimal sum) {
    ReportedCost cost =
        new ReportedCost(sum.toPlainString(), ReportedCost.Unit.MAJOR, group.currency());
    return new ReportedUsage(group.dimensions(), null, null, Map.of(), cost);
  }

  private ReportedBucket bucket(Instant start, List<ReportedUsage> rows) {
    return new ReportedBucket(part, ReportedPeriod.of(start, start.plus(width)), rows);
  }

  private Instant floor(Instant at) {
    long seconds = at.getEpochSecond();
    return Instant.ofEpochSecond(seconds - Math.floorMod(seconds, width.toSeconds()));
  }
}

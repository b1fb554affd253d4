// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.ReportedBucket;
import aispend.model.ReportedUsage;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one window, added up by bucket and dimensions as they come, so that a log of calls takes
 * no more memory than its sums. Rows outside the window are passed over. A row with a number that
 * is none stands alone, for {@code normalise} to reject by name. Used by one thread.
 */
final class Sums {
  /** More than a vendor's hour or day can sensibly be split into. */
  private static final int MOST_SUMS = 200_000;

  /** So many unreadable rows that one more says nothing new. */
  private static final int MOST_BROKEN = 1_000;

  private static final String COST = "cost";

  private final Report report;
  private final ChargePeriod window;
  private final TreeMap<Instant, Map<Key, Map<String, BigDecimal>>> sums = new TreeMap<>();
  private final Map<Instant, List<ReportedUsage>> broken = new HashMap<>();
  private int count;
  private int brokenCount;
  private String firstReason = "";

  /** What is added up together. Priced and unpriced rows are not, or the price would be wrong. */
  private record Key(Dimensions dimensions, String currency, boolean priced) {}

  Sums(Report report, ChargePeriod window) {
    this.report = report;
    this.window = window;
    if (report.rows().silentMeansNone()) {
      for (Instant start = window.start(); start.isBefore(window.end()); start = next(start)) {
        mention(start);
      }
    }
  }

  private Instant next(Instant start) {
    return start.plus(report.times().bucket());
  }

  /** Adds one row, filled in with what was asked for. */
  void add(Place row, Template.Values asked) throws UnreadableException {
    if (!report.rows().where().stream().allMatch(condition -> condition.holds(row))) {
      return;
    }
    Instant start = start(row, report.rows().time());
    if (!inWindow(start)) {
      return;
    }
    Dimensions dimensions = dimensions(row, asked);
    Map<String, BigDecimal> numbers = new TreeMap<>();
    Map<String, String> unreadable = new TreeMap<>();
    report
        .measures()
        .counts()
        .forEach((name, amount) -> read(name, amount, row, numbers, unreadable));
    Charge charge = report.measures().cost();
    if (charge != null) {
      read(COST, charge.amount(), row, numbers, unreadable);
    }
    if (unreadable.isEmpty()) {
      String currency = charge == null ? "" : charge.currencyOf(row, asked);
      Key key = new Key(dimensions, currency, numbers.containsKey(COST));
      Map<String, BigDecimal> sum = mention(start).computeIfAbsent(key, any -> counted());
      numbers.forEach((name, number) -> sum.merge(name, number, BigDecimal::add));
    } else {
      mention(start);
      countBroken(unreadable);
      broken
          .computeIfAbsent(start, any -> new ArrayList<>())
          .add(new ReportedUsage(dimensions, null, null, unreadable, null));
    }
    if (count > MOST_SUMS) {
      throw new UnreadableException(
          "more than " + MOST_SUMS + " combinations of dimensions in one window");
    }
  }

  private void countBroken(Map<String, String> unreadable) throws UnreadableException {
    if (brokenCount == 0) {
      firstReason =
          unreadable.entrySet().stream()
              .map(each -> each.getKey() + " is " + each.getValue())
              .collect(Collectors.joining(", "));
    }
    brokenCount++;
    if (brokenCount > MOST_BROKEN) {
      throw new UnreadableException(
          "more than "
              + MOST_BROKEN
              + " rows have a number that is none; of the first, "
              + firstReason);
    }
  }

  private Map<String, BigDecimal> counted() {
    count++;
    return new TreeMap<>();
  }

  /** Notes that a place says it has no rows: its bucket is known to be empty. */
  void addEmpty(Place without) throws UnreadableException {
    Pointer time = report.rows().time();
    if (time != null && time.climbs() > 0) {
      Instant start = start(without, time.fromAbove());
      if (inWindow(start)) {
        mention(start);
      }
    }
  }

  private Map<Key, Map<String, BigDecimal>> mention(Instant start) {
    return sums.computeIfAbsent(start, any -> new LinkedHashMap<>());
  }

  private boolean inWindow(Instant start) {
    return !start.isBefore(window.start()) && start.isBefore(window.end());
  }

  private Instant start(Place row, @Nullable Pointer time) throws UnreadableException {
    if (time == null) {
      return report.times().start(window.start());
    }
    JsonNode found = time.find(row);
    String text = Rows.text(found);
    if (text == null) {
      throw new UnreadableException("time.at = " + time.miss(row));
    }
    return report
        .times()
        .start(
            TimeText.read(report.rows().timeFormat(), text, report.times().zone())
                .orElseThrow(
                    () ->
                        new UnreadableException(
                            "time.at = "
                                + time
                                + " found \""
                                + text
                                + "\", which is no "
                                + report.rows().timeFormat())));
  }

  private Dimensions dimensions(Place row, Template.Values asked) {
    Dimensions dimensions = Dimensions.NONE;
    for (Map.Entry<Dimension, Value> each : report.dimensions().entrySet()) {
      dimensions = dimensions.with(each.getKey(), each.getValue().in(row, asked));
    }
    return dimensions;
  }

  private static void read(
      String name,
      Amount amount,
      Place row,
      Map<String, BigDecimal> numbers,
      Map<String, String> unreadable) {
    try {
      BigDecimal number = amount.in(row);
      if (number != null) {
        numbers.put(name, number);
      }
    } catch (Amount.NoNumberException e) {
      unreadable.put(name, Numbers.unreadable(String.valueOf(e.getMessage())));
    }
  }

  /** What came together, the oldest bucket first. */
  List<ReportedBucket> buckets() {
    List<ReportedBucket> buckets = new ArrayList<>();
    sums.forEach(
        (start, bySplit) -> {
          List<ReportedUsage> rows = new ArrayList<>();
          bySplit.forEach(
              (key, numbers) ->
                  rows.add(Numbers.reported(report, key.dimensions, key.currency, numbers)));
          rows.addAll(broken.getOrDefault(start, List.of()));
          buckets.add(new ReportedBucket(report.name(), report.times().period(start), rows));
        });
    return buckets;
  }
}

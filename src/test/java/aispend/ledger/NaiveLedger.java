// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import aispend.model.Cost;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.Source;
import aispend.model.TokenType;
import aispend.model.Tokens;
import aispend.model.UsageRecord;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** A ledger that remembers every row and adds up anew each time; what the real one must equal. */
final class NaiveLedger {
  /** One row of an answer; the count is tokens and requests. */
  record Row(String project, String model, long nanos, int count) {
    Dimensions dimensions() {
      return LedgerKit.dims("project", project, "model", model);
    }
  }

  /**
   * One bucket read alone.
   *
   * @param hour an hour of a usage bucket; of a bill, an hour of its day
   */
  record Reading(
      boolean bill, int hour, String part, boolean complete, List<Row> rows, int atHour) {
    Source source() {
      return bill ? LedgerKit.COSTS : LedgerKit.USAGE;
    }

    ChargePeriod period() {
      return bill ? LedgerKit.day(hour / 24) : LedgerKit.hour(hour);
    }

    Batch batch() {
      List<UsageRecord> records = new ArrayList<>();
      for (Row row : rows) {
        records.add(
            new UsageRecord(
                period(),
                row.dimensions(),
                Tokens.of(TokenType.INPUT, row.count()),
                (long) row.count(),
                Map.of(),
                new Cost.Estimated(Money.usd(row.nanos()))));
      }
      Batch.Bucket bucket = new Batch.Bucket(part, period(), complete, records);
      return new Batch(source().name(), period(), List.of(bucket), LedgerKit.at(atHour));
    }
  }

  private record Place(boolean bill, ChargePeriod period, String part) {}

  private final Map<Place, Map<Dimensions, Row>> buckets = new HashMap<>();
  private long settledDays;

  void append(Reading reading) {
    Place place = new Place(reading.bill(), reading.period(), reading.part());
    Map<Dimensions, Row> kept = new HashMap<>();
    for (Row row : reading.rows()) {
      kept.merge(
          row.dimensions(),
          row,
          (one, two) ->
              new Row(
                  one.project(),
                  one.model(),
                  one.nanos() + two.nanos(),
                  one.count() + two.count()));
    }
    if (!reading.complete()) {
      buckets.getOrDefault(place, Map.of()).forEach(kept::putIfAbsent);
    }
    buckets.put(place, kept);
    if (reading.bill()) {
      long quiet = Math.min(24L * (reading.hour() / 24 + 1), reading.atHour() - 24);
      settledDays = Math.max(settledDays, Math.floorDiv(quiet, 24L));
    }
  }

  /** Dollars by day and project: a settled bill that speaks of the day, else the detail. */
  Map<String, String> canonicalByDay() {
    Map<String, String> costs = new TreeMap<>();
    for (int day = 0; day < 4; day++) {
      put(costs, day, canonical(day));
    }
    return costs;
  }

  Map<String, String> reportedByDay(String source) {
    Map<String, String> costs = new TreeMap<>();
    for (int day = 0; day < 4; day++) {
      put(costs, day, byProject(source.equals(LedgerKit.COSTS.name()), day));
    }
    return costs;
  }

  BigDecimal canonicalDollars() {
    long nanos = 0;
    for (int day = 0; day < 4; day++) {
      nanos += canonical(day).values().stream().mapToLong(Long::longValue).sum();
    }
    return BigDecimal.valueOf(nanos, 9);
  }

  BigDecimal reportedDollars() {
    return BigDecimal.valueOf(
        buckets.values().stream()
            .flatMap(rows -> rows.values().stream())
            .mapToLong(Row::nanos)
            .sum(),
        9);
  }

  /** Tokens by usage and bills together, or by usage alone: what is canonical. */
  BigDecimal count(boolean withBills) {
    long count = 0;
    for (Map.Entry<Place, Map<Dimensions, Row>> bucket : buckets.entrySet()) {
      if (withBills || !bucket.getKey().bill()) {
        count += bucket.getValue().values().stream().mapToLong(Row::count).sum();
      }
    }
    return BigDecimal.valueOf(count);
  }

  private Map<String, Long> canonical(int day) {
    Map<String, Long> bill = byProject(true, day);
    return day < settledDays && !bill.isEmpty() ? bill : byProject(false, day);
  }

  private Map<String, Long> byProject(boolean bill, int day) {
    Map<String, Long> sums = new TreeMap<>();
    buckets.forEach(
        (place, rows) -> {
          if (place.bill() == bill && LedgerKit.day(day).contains(place.period())) {
            rows.values().forEach(row -> sums.merge(row.project(), row.nanos(), Long::sum));
          }
        });
    return sums;
  }

  private static void put(Map<String, String> costs, int day, Map<String, Long> byProject) {
    byProject.forEach(
        (project, nanos) -> {
          if (nanos != 0) {
            costs.put(LedgerKit.day(day).start() + " " + project, Money.usd(nanos).decimal());
          }
        });
  }

  /** Costs of sums by bucket and values, without those of nothing. */
  static Map<String, String> costs(List<SumRow> rows) {
    Map<String, String> costs = new TreeMap<>();
    for (SumRow row : rows) {
      if (row.cost().nanos() != 0) {
        String values = String.join("/", row.key().values().values());
        costs.put(row.bucket() + " " + values, row.cost().decimal());
      }
    }
    return costs;
  }

  /** Each bucket once, as it was read first: then the order cannot matter. */
  static List<Reading> withoutRepeatedBuckets(List<Reading> all) {
    Set<Place> seen = new HashSet<>();
    return all.stream()
        .filter(one -> seen.add(new Place(one.bill(), one.period(), one.part())))
        .toList();
  }

  static List<Reading> shuffled(List<Reading> all, long seed) {
    List<Reading> shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, new Random(seed));
    return shuffled;
  }
}

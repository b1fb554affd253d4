// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static java.util.Objects.requireNonNull;

import aispend.ledger.LedgerReader;
import aispend.ledger.SumQuery;
import aispend.ledger.SumQuery.Granularity;
import aispend.ledger.SumRow;
import aispend.model.Dimension;
import aispend.model.Source;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Settled days and hours that were out of the usual, of all spend and of each provider, project,
 * model and feature. An hour is measured by the same hour of the days before, and told only where
 * its day is not; of vendors that report whole days there are no hours. Days are settled as in
 * {@link Anomalies}. All of it is read from daily and hourly sums.
 */
final class Deviations {
  /** More of them would hide each other. */
  static final int MOST = 100;

  /** What the day of the longest look back is measured by. */
  private static final int HISTORY_DAYS = 7 * Anomaly.WEEKS_BEFORE;

  private static final List<Dimension> CUBE =
      List.of(Dimension.PROVIDER, Dimension.PROJECT, Dimension.MODEL);
  private static final List<Dimension> FEATURES = List.of(Dimension.PROVIDER, Dimension.FEATURE);

  private final LedgerReader ledger;
  private final Feeding feeding;
  private final AnomalyRules rules;

  Deviations(LedgerReader ledger, Feeding feeding, AnomalyRules rules) {
    this.ledger = ledger;
    this.feeding = feeding;
    this.rules = rules;
  }

  /** Those of the last settled days, newest first, then the largest. */
  List<Deviation> within(Map<Dimension, String> where, int days) {
    Map<String, LocalDate> ofProviders = feeding.settledByProvider();
    Optional<LocalDate> settled = feeding.settledUntil(Feeding.meeting(where));
    if (settled.isEmpty()) {
      return List.of();
    }
    List<Part> parts = new ArrayList<>();
    Rows cube = rows(where, CUBE, days, settled.get(), ofProviders.values());
    if (where.isEmpty()) {
      parts.add(new Part("org", "all", settled.get(), cube));
      Rows features = rows(where, FEATURES, days, settled.get(), List.of());
      parts.addAll(features.split(Dimension.FEATURE, Map.of(), settled.get()));
    }
    parts.addAll(cube.split(Dimension.PROVIDER, ofProviders, settled.get()));
    parts.addAll(cube.split(Dimension.PROJECT, Map.of(), settled.get()));
    parts.addAll(cube.split(Dimension.MODEL, Map.of(), settled.get()));
    return parts.stream()
        .flatMap(part -> part.deviations(days, rules).stream())
        .sorted(
            Comparator.comparing((Deviation each) -> each.period().end())
                .thenComparing(each -> each.observed().minus(each.expected()))
                .reversed())
        .limit(MOST)
        .toList();
  }

  private Rows rows(
      Map<Dimension, String> where,
      List<Dimension> split,
      int days,
      LocalDate settled,
      Collection<LocalDate> others) {
    LocalDate end = others.stream().reduce(settled, (one, two) -> one.isAfter(two) ? one : two);
    LocalDate from = settled.minusDays(days + (long) HISTORY_DAYS);
    SumQuery query =
        SumQuery.total(DailySpend.period(from, end), split.toArray(Dimension[]::new)).where(where);
    List<SumRow> hourly =
        ledger.sums(query.each(Granularity.HOUR)).stream()
            .filter(row -> !isDaily(row.key().get(Dimension.PROVIDER)))
            .toList();
    return new Rows(split, ledger.sums(query.each(Granularity.DAY)), hourly);
  }

  private boolean isDaily(String provider) {
    List<Source> asked = feeding.polled(provider::equals);
    return !asked.isEmpty()
        && asked.stream().allMatch(source -> source.timeliness() == Source.Timeliness.DAILY);
  }

  /** Sums by day and by hour, split by some dimensions. */
  record Rows(List<Dimension> split, List<SumRow> daily, List<SumRow> hourly) {
    /** One part for each value; those that have no value are in none. */
    List<Part> split(
        Dimension dimension, Map<String, LocalDate> settled, LocalDate settledOfOthers) {
      Map<String, List<SumRow>> days = byValue(dimension, daily);
      Map<String, List<SumRow>> hours = byValue(dimension, hourly);
      List<Part> parts = new ArrayList<>();
      days.forEach(
          (value, rows) ->
              parts.add(
                  new Part(
                      dimension.code(),
                      value,
                      settled.getOrDefault(value, settledOfOthers),
                      new Rows(split, rows, hours.getOrDefault(value, List.of())))));
      return parts;
    }

    /** The hourly ones by hour of the day. */
    Map<Integer, List<SumRow>> byHour() {
      return hourly.stream()
          .collect(Collectors.groupingBy(Rows::hourOf, TreeMap::new, Collectors.toList()));
    }

    static Map<String, List<SumRow>> byValue(Dimension dimension, List<SumRow> rows) {
      return rows.stream()
          .filter(row -> !row.key().get(dimension).isEmpty())
          .collect(
              Collectors.groupingBy(
                  row -> row.key().get(dimension), TreeMap::new, Collectors.toList()));
    }

    private static int hourOf(SumRow row) {
      return requireNonNull(row.bucket(), "bucket").atZone(ZoneOffset.UTC).getHour();
    }
  }
}

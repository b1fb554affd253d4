// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import aispend.ledger.SumRow;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Money;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A part of the spend, and when it was out of the usual.
 *
 * @param scope what it is a part by: {@code model}
 * @param name which one
 * @param settledUntil its first UTC day that may still change
 */
record Part(String scope, String name, LocalDate settledUntil, Deviations.Rows rows) {
  private static final int MOST_DRIVERS = 3;

  /** Days out of the usual among the last settled ones, and hours of the other days. */
  List<Deviation> deviations(int days, AnomalyRules rules) {
    DailySpend spend = DailySpend.of(rows.daily(), settledUntil);
    List<LocalDate> looked =
        settledUntil.minusDays(days).datesUntil(settledUntil).collect(Collectors.toList());
    List<Deviation> found = new ArrayList<>();
    for (LocalDate day : looked) {
      anomaly(spend, day, rules)
          .ifPresent(anomaly -> found.add(deviation(anomaly, dayOf(day), rows.daily())));
    }
    Set<LocalDate> told =
        found.stream()
            .map(each -> DailySpend.dayOf(each.period().start()))
            .collect(Collectors.toSet());
    looked.removeAll(told);
    rows.byHour()
        .forEach((hour, own) -> found.addAll(hours(hour, own, spend.first(), looked, rules)));
    return found;
  }

  private List<Deviation> hours(
      int hour, List<SumRow> own, LocalDate first, List<LocalDate> looked, AnomalyRules anomalies) {
    DailySpend ofHour =
        new DailySpend(first, settledUntil, DailySpend.of(own, settledUntil).days());
    List<Deviation> found = new ArrayList<>();
    for (LocalDate day : looked) {
      Instant start = day.atTime(hour, 0).toInstant(ZoneOffset.UTC);
      anomaly(ofHour, day, anomalies)
          .ifPresent(anomaly -> found.add(deviation(anomaly, ChargePeriod.hourOf(start), own)));
    }
    return found;
  }

  private Optional<Anomaly> anomaly(DailySpend spend, LocalDate day, AnomalyRules anomalies) {
    return Anomaly.on(scope, name, spend, day).filter(anomaly -> anomaly.exceeds(anomalies));
  }

  private Deviation deviation(Anomaly anomaly, ChargePeriod period, List<SumRow> within) {
    return new Deviation(
        scope,
        name,
        period,
        anomaly.observed(),
        anomaly.expected(),
        anomaly.zscore(),
        drivers(anomaly.day(), within));
  }

  /** What grew most, by each dimension but its own. */
  private List<Deviation.Driver> drivers(LocalDate day, List<SumRow> within) {
    List<Deviation.Driver> drivers = new ArrayList<>();
    for (Dimension dimension : rows.split()) {
      if (!dimension.code().equals(scope)) {
        Deviations.Rows.byValue(dimension, within)
            .forEach((value, own) -> drivers.add(driver(dimension, value, day, own)));
      }
    }
    return drivers.stream()
        .filter(driver -> driver.growth().nanos() > 0)
        .sorted(
            Comparator.comparing(Deviation.Driver::growth)
                .reversed()
                .thenComparing(Deviation.Driver::dimension)
                .thenComparing(Deviation.Driver::value))
        .limit(MOST_DRIVERS)
        .toList();
  }

  private Deviation.Driver driver(
      Dimension dimension, String value, LocalDate day, List<SumRow> own) {
    DailySpend spend = DailySpend.of(own, settledUntil);
    BigDecimal mean =
        spend
            .between(day.minusDays(Anomaly.DAYS_BEFORE), day)
            .divide(BigDecimal.valueOf(Anomaly.DAYS_BEFORE), WeekdayModel.PRECISION);
    return new Deviation.Driver(
        dimension.code(), value, Money.of(spend.on(day), "USD"), Money.of(mean, "USD"));
  }

  private static ChargePeriod dayOf(LocalDate day) {
    Instant start = day.atStartOfDay(ZoneOffset.UTC).toInstant();
    return new ChargePeriod(start, start.plus(Duration.ofDays(1)));
  }
}

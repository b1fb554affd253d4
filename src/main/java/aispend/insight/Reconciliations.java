// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import aispend.ledger.LedgerReader;
import aispend.ledger.SumQuery;
import aispend.ledger.SumRow;
import aispend.model.Dimension;
import aispend.model.Money;
import aispend.model.Source;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares each provider's usage report with its bill, by what both sources said themselves. A day
 * the bill has no row about is left out, as no data is not zero; so are days before the usage
 * report's first row.
 */
final class Reconciliations {
  private static final List<Integer> WINDOW_DAYS = List.of(7, 30);
  private static final int LONGEST = 30;

  private final LedgerReader ledger;
  private final Feeding feeding;

  Reconciliations(LedgerReader ledger, Feeding feeding) {
    this.ledger = ledger;
    this.feeding = feeding;
  }

  /** Of each provider that has both, by name. */
  List<Reconciliation> all() {
    Set<String> providers = new TreeSet<>();
    feeding.polled(provider -> true).forEach(source -> providers.add(source.provider()));
    List<Reconciliation> all = new ArrayList<>();
    for (String provider : providers) {
      of(provider).ifPresent(all::add);
    }
    return List.copyOf(all);
  }

  private Optional<Reconciliation> of(String provider) {
    List<Source> metered = new ArrayList<>();
    List<Source> billed = new ArrayList<>();
    for (Source source : feeding.polled(provider::equals)) {
      switch (source.layer()) {
        case METERED -> metered.add(source);
        case BILLED -> billed.add(source);
        case ATTRIBUTED -> {}
      }
    }
    List<Source> both = new ArrayList<>(metered);
    both.addAll(billed);
    Optional<LocalDate> until = feeding.settledUntil(both);
    if (metered.isEmpty() || billed.isEmpty() || until.isEmpty()) {
      return Optional.empty();
    }
    return compare(provider, until.get(), rows(metered, until.get()), rows(billed, until.get()));
  }

  private List<SumRow> rows(List<Source> sources, LocalDate until) {
    List<SumRow> rows = new ArrayList<>();
    for (Source source : sources) {
      rows.addAll(
          ledger.sums(
              SumQuery.total(DailySpend.period(until.minusDays(LONGEST), until), Dimension.MODEL)
                  .each(SumQuery.Granularity.DAY)
                  .ofSource(source.name())));
    }
    return rows;
  }

  private static Optional<Reconciliation> compare(
      String provider, LocalDate until, List<SumRow> metered, List<SumRow> billed) {
    Optional<LocalDate> first = metered.stream().map(DailySpend::dayOf).min(LocalDate::compareTo);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    Set<LocalDate> days = new HashSet<>();
    billed.stream()
        .map(DailySpend::dayOf)
        .filter(day -> !day.isBefore(first.get()))
        .forEach(days::add);
    List<Reconciliation.Drift> drifts = new ArrayList<>();
    for (int length : WINDOW_DAYS) {
      LocalDate start = until.minusDays(length);
      if (days.stream().anyMatch(day -> !day.isBefore(start))) {
        drifts.add(
            new Reconciliation.Drift(
                length + "d", sum(metered, days, start), sum(billed, days, start)));
      }
    }
    return Optional.of(new Reconciliation(provider, drifts, ratios(metered, billed, days)));
  }

  private static Money sum(List<SumRow> rows, Set<LocalDate> days, LocalDate start) {
    return rows.stream()
        .filter(row -> days.contains(DailySpend.dayOf(row)))
        .filter(row -> !DailySpend.dayOf(row).isBefore(start))
        .map(SumRow::cost)
        .reduce(Money.ZERO_USD, Money::plus);
  }

  private static List<Reconciliation.PriceRatio> ratios(
      List<SumRow> metered, List<SumRow> billed, Set<LocalDate> days) {
    Map<String, Money> listed = byModel(metered, days);
    metered.stream()
        .filter(row -> row.unpricedTokens() > 0)
        .forEach(row -> listed.remove(row.key().get(Dimension.MODEL)));
    List<Reconciliation.PriceRatio> ratios = new ArrayList<>();
    byModel(billed, days)
        .forEach(
            (model, bill) -> {
              Money list = listed.getOrDefault(model, Money.ZERO_USD);
              if (!model.isEmpty() && bill.nanos() > 0 && list.nanos() > 0) {
                ratios.add(new Reconciliation.PriceRatio(model, bill, list));
              }
            });
    ratios.sort(
        Comparator.comparing(Reconciliation.PriceRatio::billed)
            .reversed()
            .thenComparing(Reconciliation.PriceRatio::model));
    return ratios;
  }

  private static Map<String, Money> byModel(List<SumRow> rows, Set<LocalDate> days) {
    Map<String, Money> sums = new HashMap<>();
    for (SumRow row : rows) {
      if (days.contains(DailySpend.dayOf(row))) {
        sums.merge(row.key().get(Dimension.MODEL), row.cost(), Money::plus);
      }
    }
    return sums;
  }
}

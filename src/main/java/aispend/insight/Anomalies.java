// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import aispend.ledger.LedgerReader;
import aispend.ledger.SumQuery;
import aispend.ledger.SumRow;
import aispend.model.Dimension;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The last settled day of all spend and of each provider, project, model and feature. A provider's
 * day is settled when its own sources have settled it, all others' when every source has. A name
 * takes part once its first spend lies seven days back, unless it spent nothing in the eight days;
 * spend without a project or a model is in the others.
 */
final class Anomalies {
  /** How far back a name's first spend is looked for: four weeks before the last settled day. */
  static final int HISTORY_DAYS = 29;

  private final LedgerReader ledger;
  private final Feeding feeding;

  Anomalies(LedgerReader ledger, Feeding feeding) {
    this.ledger = ledger;
    this.feeding = feeding;
  }

  /**
   * All of them.
   *
   * @param most how many names of each scope, those with the largest amounts in the eight days
   */
  List<Anomaly> all(int most) {
    Optional<LocalDate> settled = feeding.settledUntil(provider -> true);
    List<Anomaly> all = new ArrayList<>();
    if (settled.isPresent()) {
      LocalDate until = settled.get();
      Map<String, LocalDate> ofProviders = feeding.settledByProvider();
      // Projects and models apart: of each pair a month of days would be more than memory holds.
      List<SumRow> ofModels =
          rows(until, ofProviders.values(), Dimension.PROVIDER, Dimension.MODEL);
      List<SumRow> ofProjects = rows(until, ofProviders.values(), Dimension.PROJECT);
      Anomaly.of("org", "all", DailySpend.of(ofModels, until)).ifPresent(all::add);
      all.addAll(largest(named(Dimension.PROVIDER, ofModels, ofProviders::get), most));
      all.addAll(largest(named(Dimension.PROJECT, ofProjects, project -> until), most));
      all.addAll(largest(named(Dimension.MODEL, ofModels, model -> until), most));
      List<SumRow> ofFeatures = rows(until, List.of(), Dimension.FEATURE);
      all.addAll(largest(named(Dimension.FEATURE, ofFeatures, feature -> until), most));
    }
    return List.copyOf(all);
  }

  private static List<Named> named(
      Dimension dimension, List<SumRow> rows, Function<String, @Nullable LocalDate> settled) {
    Map<String, List<SumRow>> byName = new HashMap<>();
    for (SumRow row : rows) {
      byName.computeIfAbsent(row.key().get(dimension), name -> new ArrayList<>()).add(row);
    }
    List<Named> named = new ArrayList<>();
    byName.forEach(
        (name, own) -> {
          LocalDate until = settled.apply(name);
          if (!name.isEmpty() && until != null) {
            named.add(new Named(dimension.code(), name, DailySpend.of(own, until)));
          }
        });
    return named;
  }

  private static List<Anomaly> largest(List<Named> named, int most) {
    return named.stream()
        .filter(each -> each.size().signum() > 0)
        .sorted(Comparator.comparing(Named::size).reversed().thenComparing(Named::name))
        .map(each -> Anomaly.of(each.scope(), each.name(), each.spend()))
        .flatMap(Optional::stream)
        .limit(most)
        .toList();
  }

  /** All spend by day, as far as any of it is settled. */
  private List<SumRow> rows(LocalDate settled, Collection<LocalDate> others, Dimension... split) {
    LocalDate end = settled;
    for (LocalDate other : others) {
      end = other.isAfter(end) ? other : end;
    }
    return ledger.sums(
        SumQuery.total(DailySpend.period(settled.minusDays(HISTORY_DAYS), end), split)
            .each(SumQuery.Granularity.DAY));
  }

  private record Named(String scope, String name, DailySpend spend) {
    /** All amounts of the eight days, credits too. */
    BigDecimal size() {
      BigDecimal size = BigDecimal.ZERO;
      for (int back = 1; back <= Anomaly.DAYS_BEFORE + 1; back++) {
        size = size.add(spend.on(spend.settledUntil().minusDays(back)).abs());
      }
      return size;
    }
  }
}

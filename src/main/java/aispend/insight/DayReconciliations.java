// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import aispend.ledger.LedgerReader;
import aispend.ledger.LedgerReader.SourceState;
import aispend.ledger.SumQuery;
import aispend.ledger.SumRow;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Layer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Compares what the layers of each provider told, by UTC day and model. Each layer is asked what it
 * reported by itself, whatever is canonical. A layer without a row on a day does not speak of it;
 * one that has rows, but none of a model, told nothing of that model. Any thread may ask.
 */
public final class DayReconciliations {
  private static final String ALL_MODELS = "";

  private final LedgerReader ledger;

  public DayReconciliations(LedgerReader ledger) {
    this.ledger = ledger;
  }

  /** Of providers with two layers or more: the newest day first, the widest gap first. */
  public List<DayReconciliation> of(ChargePeriod days) {
    Map<String, List<SourceState>> byProvider =
        ledger.sources().stream()
            .collect(
                Collectors.groupingBy(
                    state -> state.source().provider(), TreeMap::new, Collectors.toList()));
    List<DayReconciliation> all = new ArrayList<>();
    byProvider.forEach(
        (provider, states) -> {
          if (states.stream().map(state -> state.source().layer()).distinct().count() > 1) {
            new OfProvider(provider, states, days).addTo(all);
          }
        });
    all.sort(
        Comparator.comparing(DayReconciliation::day)
            .thenComparing(DayReconciliations::width)
            .reversed()
            .thenComparing(DayReconciliation::provider)
            .thenComparing(DayReconciliation::model));
    return List.copyOf(all);
  }

  private static long width(DayReconciliation one) {
    return one.widest().map(gap -> Math.abs(gap.difference().nanos())).orElse(0L);
  }

  /** One provider's rows by day, model and layer. */
  private final class OfProvider {
    private final String provider;
    private final List<SourceState> states;
    private final Map<LocalDate, Map<Layer, Map<String, List<SumRow>>>> byDay = new TreeMap<>();

    OfProvider(String provider, List<SourceState> states, ChargePeriod period) {
      this.provider = provider;
      this.states = states;
      for (SourceState state : states) {
        SumQuery query =
            SumQuery.total(period, Dimension.MODEL)
                .each(SumQuery.Granularity.DAY)
                .ofSource(state.source().name());
        ledger.sums(query).forEach(row -> add(state.source().layer(), row));
      }
    }

    private void add(Layer layer, SumRow row) {
      String model = ledger.matchedModel(provider, row.key().get(Dimension.MODEL));
      byDay
          .computeIfAbsent(DailySpend.dayOf(row), day -> new EnumMap<>(Layer.class))
          .computeIfAbsent(layer, none -> new TreeMap<>())
          .computeIfAbsent(model, none -> new ArrayList<>())
          .add(row);
    }

    void addTo(List<DayReconciliation> all) {
      byDay.forEach(
          (day, layers) -> {
            Map<String, List<SumRow>> bill = layers.getOrDefault(Layer.BILLED, Map.of());
            if (bill.keySet().equals(Set.of(ALL_MODELS))) {
              all.add(of(day, ALL_MODELS, layers, layers.keySet(), model -> true));
              Set<Layer> others = EnumSet.complementOf(EnumSet.of(Layer.BILLED));
              others.retainAll(layers.keySet());
              addModels(all, day, layers, others);
            } else {
              addModels(all, day, layers, layers.keySet());
            }
          });
    }

    private void addModels(
        List<DayReconciliation> all,
        LocalDate day,
        Map<Layer, Map<String, List<SumRow>>> layers,
        Set<Layer> compared) {
      if (compared.size() > 1) {
        Set<String> models = new TreeSet<>();
        compared.forEach(layer -> models.addAll(models(layers, layer)));
        models.forEach(model -> all.add(of(day, model, layers, compared, model::equals)));
      }
    }

    private Set<String> models(Map<Layer, Map<String, List<SumRow>>> layers, Layer layer) {
      return layers.getOrDefault(layer, Map.of()).keySet();
    }

    private DayReconciliation of(
        LocalDate day,
        String model,
        Map<Layer, Map<String, List<SumRow>>> layers,
        Set<Layer> compared,
        Predicate<String> wanted) {
      Map<Layer, LayerSum> sums = new EnumMap<>(Layer.class);
      for (Layer layer : compared) {
        LayerSum sum = LayerSum.nothing(layer, settled(layer, day));
        for (Map.Entry<String, List<SumRow>> rows :
            layers.getOrDefault(layer, Map.of()).entrySet()) {
          for (SumRow row : wanted.test(rows.getKey()) ? rows.getValue() : List.<SumRow>of()) {
            sum = sum.plus(row);
          }
        }
        sums.put(layer, sum);
      }
      return new DayReconciliation(provider, day, model, sums);
    }

    /** Whether all sources of a layer that were ever read have settled a day. */
    private boolean settled(Layer layer, LocalDate day) {
      Instant end = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
      return states.stream()
          .filter(state -> state.source().layer() == layer)
          .flatMap(state -> state.settledUntil().stream())
          .noneMatch(until -> until.isBefore(end));
    }
  }
}

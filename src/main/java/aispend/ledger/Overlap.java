// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How much of what a provider reported about a slot is of calls that applications told too, and
 * which of its rows it is taken out of. Both sides see the same calls, so they must not be added:
 * what applications told counts in full, and the report counts less this.
 *
 * <p>Sides are compared by group: the values of the matched dimensions. While the report is not
 * settled the larger side of each group counts, so that neither a report that is behind nor an
 * application that tells of some of its calls makes spend vanish. Groups that only one side knows
 * may be the same calls under two names: of these together, too, the larger side counts. Once
 * settled the report is right about cost: the group comes to what it says, also where applications
 * told more; not so where its cost is not known, or was inferred from a falling balance. Tokens,
 * requests and units always take the larger side, since fewer than none of them cannot be shown.
 */
final class Overlap {
  /**
   * What a source reported of one combination of dimensions.
   *
   * @param group its values of the matched dimensions
   * @param exact whether it can say what calls cost: all of its cost is known, and not inferred
   */
  record Row(
      long sourceId, Dimensions dimensions, Dimensions group, Measures measures, boolean exact) {
    Row plus(Row other) {
      return new Row(
          sourceId, dimensions, group, measures.plus(other.measures), exact && other.exact);
    }
  }

  /** Where an amount is taken out. */
  record Place(long sourceId, Dimensions dimensions) {}

  private static final Comparator<Row> ORDER =
      Comparator.comparing(Row::sourceId).thenComparing(row -> row.dimensions().toString());

  private final List<Row> rows;
  private final Map<Dimensions, List<Row>> byGroup;
  private final Map<Dimensions, Measures> attributed;
  private final Set<Dimension> match;
  private final boolean settled;
  private final Map<Place, Measures> taken = new HashMap<>();

  private Overlap(
      List<Row> reported,
      Map<Dimensions, Measures> attributed,
      Set<Dimension> match,
      boolean settled) {
    this.rows = reported.stream().sorted(ORDER).toList();
    this.byGroup =
        rows.stream().collect(groupingBy(Row::group, collectingAndThen(toList(), List::copyOf)));
    this.attributed = attributed;
    this.match = match;
    this.settled = settled;
  }

  /**
   * What is to be taken out of a slot's report; nothing where the report is silent.
   *
   * @param attributed what applications told, by group
   * @param match the dimensions that make a group, beside the provider
   * @param settled whether the report about the slot is expected to change no more
   */
  static Map<Place, Measures> of(
      List<Row> reported,
      Map<Dimensions, Measures> attributed,
      Set<Dimension> match,
      boolean settled) {
    Overlap overlap = new Overlap(reported, attributed, match, settled);
    if (!reported.isEmpty()) {
      overlap.takeMatched();
      overlap.takeUnmatched();
    }
    overlap.taken.values().removeIf(Measures::isNone);
    return overlap.taken;
  }

  private void takeMatched() {
    byGroup.forEach(
        (group, ofGroup) -> {
          Measures told = attributed.getOrDefault(group, Measures.NONE);
          Measures common = told.common(sum(ofGroup));
          boolean exact = settled && ofGroup.stream().allMatch(Row::exact);
          take(exact ? common.with(Measures.COST, told.get(Measures.COST)) : common, ofGroup);
        });
  }

  private void takeUnmatched() {
    Map<Dimensions, Measures> strange = new HashMap<>(attributed);
    strange.keySet().removeAll(byGroup.keySet());
    List<Row> untold = rows.stream().filter(row -> !attributed.containsKey(row.group())).toList();
    Measures told = strange.values().stream().reduce(Measures.NONE, Measures::plus);
    Measures common = told.common(sum(untold));
    // A report without a price, or a balance, may be of just these calls; it says nothing against
    // their cost.
    boolean exact = settled && untold.stream().allMatch(Row::exact);
    take(exact ? common.with(Measures.COST, 0) : common, untold);
    if (exact) {
      long speaker = rows.get(0).sourceId();
      strange.forEach(
          (group, measures) ->
              put(
                  new Place(speaker, group),
                  Measures.NONE.with(Measures.COST, measures.get(Measures.COST))));
    }
  }

  /** Divides an amount among rows by what each of them has of it. */
  private void take(Measures amount, List<Row> from) {
    amount
        .values()
        .forEach(
            (name, value) -> {
              List<Long> weights =
                  from.stream().map(row -> Math.max(0, row.measures().get(name))).toList();
              List<Long> parts = Shares.of(value, weights);
              for (int i = 0; i < parts.size(); i++) {
                Row row = from.get(i);
                put(
                    new Place(row.sourceId(), row.dimensions()),
                    Measures.NONE.with(name, parts.get(i)));
              }
              if (weights.stream().allMatch(weight -> weight == 0)) {
                put(unattributed(from.get(0)), Measures.NONE.with(name, value));
              }
            });
  }

  private Place unattributed(Row row) {
    Set<Dimension> kept = EnumSet.of(Dimension.PROVIDER);
    kept.addAll(match);
    return new Place(row.sourceId(), row.dimensions().only(kept));
  }

  private void put(Place place, Measures measures) {
    taken.merge(place, measures, Measures::plus);
  }

  private static Measures sum(List<Row> rows) {
    return rows.stream().map(Row::measures).reduce(Measures.NONE, Measures::plus);
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.Outcome;
import aispend.model.Source;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the events of one source and transaction add to totals and postings, added up by the few
 * dimensions that these tell apart before any of them is looked for.
 */
final class Spending {
  private record Key(long hour, Outcome outcome, List<String> values) {}

  private record Spent(ChargePeriod period, Dimensions example, Delta delta) {}

  /** What senders said calls of a model cost, and what these cost by the price book. */
  private record Told(long nanos, long listNanos) {
    Told plus(Told other) {
      return new Told(Math.addExact(nanos, other.nanos), Math.addExact(listNanos, other.listNanos));
    }
  }

  private final Set<Dimension> apart;
  private final Map<Key, Spent> spent = new LinkedHashMap<>();
  private final Map<String, Told> toldByModel = new LinkedHashMap<>();

  /**
   * Begins with nothing.
   *
   * @param labels the dimensions that are labels of the canonical families
   */
  Spending(List<Dimension> labels) {
    apart = EnumSet.of(Dimension.PROJECT, Dimension.MODEL);
    apart.addAll(labels);
  }

  void add(ChargePeriod period, Dimensions dimensions, Delta delta) {
    List<String> values = new ArrayList<>(apart.size());
    for (Dimension dimension : apart) {
      values.add(dimensions.get(dimension));
    }
    Key key = new Key(period.start().getEpochSecond(), delta.outcome(), values);
    spent
        .computeIfAbsent(
            key, none -> new Spent(period, dimensions, new Delta().ending(delta.outcome())))
        .delta()
        .add(delta);
  }

  /** Notes what a sender told beside the list price of the same call, where both are known. */
  void told(Event event) {
    Money told = event.usage().cost().amount();
    Money list = event.listCost();
    if (event.costTold() && told != null && list != null) {
      toldByModel.merge(
          event.usage().dimensions().get(Dimension.MODEL),
          new Told(told.nanos(), list.nanos()),
          Told::plus);
    }
  }

  /** What is sent is canonical in full. */
  void book(Source source, Counters counters, Postings postings) {
    Delta all = new Delta();
    spent
        .values()
        .forEach(
            one -> {
              counters.canonical(source, one.example(), one.delta());
              postings.canonical(source, one.period(), one.example(), one.delta());
              postings.reported(source, one.period(), one.delta());
              all.add(one.delta());
            });
    counters.reported(source, all);
    toldByModel.forEach(
        (model, told) -> counters.told(source.provider(), model, told.nanos(), told.listNanos()));
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.ledger.PriceChange;
import aispend.model.Money;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A table of what other prices change, for people. */
final class PriceDifference {
  private static final String ROW = "%-12s %-20s %-32s %-10s %9s %18s %18s %18s %14s%n";

  /** What stands in one line. */
  private record Line(long rows, Money before, Money after, long pricedTokens) {
    static Line of(PriceChange change) {
      return new Line(
          change.rows(),
          change.before(),
          change.after(),
          change.unpricedBefore() - change.unpricedAfter());
    }

    Line plus(Line other) {
      return new Line(
          rows + other.rows,
          before.plus(other.before),
          after.plus(other.after),
          pricedTokens + other.pricedTokens);
    }

    void print(List<String> key) {
      System.out.printf(
          ROW,
          key.get(0),
          key.get(1),
          key.get(2),
          key.get(3),
          rows,
          before.decimal(),
          after.decimal(),
          signed(after.plus(before.negated())),
          pricedTokens);
    }
  }

  private PriceDifference() {}

  /** A line for each provider, source, model and month or day, and one for all. */
  static void print(List<PriceChange> changes, boolean byDay) {
    Map<List<String>, Line> lines =
        new TreeMap<>(Comparator.comparing((List<String> key) -> String.join("\n", key)));
    Line all = new Line(0, Money.ZERO_USD, Money.ZERO_USD, 0);
    for (PriceChange change : changes) {
      Line line = Line.of(change);
      lines.merge(key(change.place(), byDay), line, Line::plus);
      all = all.plus(line);
    }
    System.out.printf(
        ROW,
        "provider",
        "source",
        "model",
        byDay ? "day" : "month",
        "rows",
        "before USD",
        "after USD",
        "difference",
        "tokens priced");
    lines.forEach((key, line) -> line.print(key));
    all.print(List.of("all", "", "", ""));
  }

  /** With its sign, as a difference has one. */
  static String signed(Money money) {
    return money.nanos() > 0 ? "+" + money.decimal() : money.decimal();
  }

  private static List<String> key(PriceChange.Place place, boolean byDay) {
    return List.of(
        place.provider(),
        place.source(),
        place.model(),
        byDay ? place.day().toString() : YearMonth.from(place.day()).toString());
  }
}

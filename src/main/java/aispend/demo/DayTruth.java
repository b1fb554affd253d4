// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import aispend.model.ChargePeriod;
import aispend.model.Money;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one vendor says about one UTC day, summed without any of the protocols' code.
 *
 * @param uses by operation, project and model; empty texts stand for null
 * @param costs by project; empty text stands for null
 */
record DayTruth(Instant day, Map<UseKey, Quantities> uses, Map<String, Money> costs) {

  /** What uses are summed by. */
  record UseKey(String operation, String project, String model) implements Comparable<UseKey> {
    private static final Comparator<UseKey> ORDER =
        Comparator.comparing(UseKey::operation)
            .thenComparing(UseKey::project)
            .thenComparing(UseKey::model);

    private static UseKey of(Cell cell) {
      return new UseKey(
          cell.operation(),
          cell.fields().getOrDefault(cell.traffic().vendor().projectField(), ""),
          cell.fields().getOrDefault("model", ""));
    }

    @Override
    public int compareTo(UseKey other) {
      return ORDER.compare(this, other);
    }
  }

  static DayTruth of(Vendor vendor, ChargePeriod day, Collection<Cell> cells, List<Charge> bill) {
    Map<UseKey, Quantities> uses = new TreeMap<>();
    for (Cell cell : lastLevels(cells)) {
      uses.merge(UseKey.of(cell), cell.quantities(), Quantities::plus);
    }
    Map<String, BigDecimal> dollars = new TreeMap<>();
    for (Charge charge : bill) {
      String project = charge.fields().getOrDefault(vendor.projectField(), "");
      dollars.merge(project, charge.dollars(), BigDecimal::add);
    }
    Map<String, Money> costs = new TreeMap<>();
    dollars.forEach((project, sum) -> costs.put(project, Money.of(sum, "USD")));
    return new DayTruth(day.start(), uses, costs);
  }

  /** Drops all but the last hour of what is a level. */
  private static List<Cell> lastLevels(Collection<Cell> cells) {
    Instant last = cells.stream().map(Cell::hour).max(Instant::compareTo).orElse(Instant.MIN);
    List<Cell> kept = new ArrayList<>(cells);
    kept.removeIf(cell -> cell.quantities().of(Quantity.BYTES) > 0 && !cell.hour().equals(last));
    return kept;
  }

  void addUses(ArrayNode rows) {
    uses.forEach(
        (key, quantities) -> {
          ObjectNode row = rows.addObject().put("day", day.toString().substring(0, 10));
          row.put("operation", key.operation());
          row.put("project", key.project()).put("model", key.model());
          UseTotals totals = new UseTotals();
          totals.add(key.operation(), quantities);
          totals.write(row);
        });
  }

  void addCosts(ArrayNode rows) {
    costs.forEach(
        (project, money) -> {
          ObjectNode row = rows.addObject().put("day", day.toString().substring(0, 10));
          row.put("project", project).put("nanos", money.nanos()).put("amount", money.decimal());
        });
  }

  Money cost() {
    return costs.values().stream().reduce(Money.ZERO_USD, Money::plus);
  }
}

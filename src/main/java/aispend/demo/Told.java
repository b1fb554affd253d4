// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import aispend.model.ChargePeriod;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the vendor tells of what was used, given its knowledge: a pure function. Safe for use by
 * several threads.
 */
final class Told {
  private static final int HOUR_MINUTES = 60;

  private final Generator generator;

  Told(Generator generator) {
    this.generator = generator;
  }

  Instant historyStart() {
    return generator.start();
  }

  long seed() {
    return generator.seed();
  }

  /** The rows of a period, one for each flow and hour, cut to the period's whole minutes. */
  List<Cell> cells(Vendor vendor, ChargePeriod period, Knowledge knowledge) {
    return cells(vendor, null, period, knowledge);
  }

  /** The same of one operation only; null for all. */
  List<Cell> cells(
      Vendor vendor, @Nullable String operation, ChargePeriod period, Knowledge knowledge) {
    List<Cell> cells = new ArrayList<>();
    Instant hour = period.start().truncatedTo(ChronoUnit.HOURS);
    for (; hour.isBefore(period.end()); hour = hour.plus(1, ChronoUnit.HOURS)) {
      int passed = knowledge.minutesOf(hour);
      int from = Math.min(passed, minute(hour, period.start()));
      int to = Math.min(passed, minute(hour, period.end()));
      if (from < to) {
        addHour(cells, generator.cells(vendor, operation, hour), knowledge, from, to);
      }
    }
    return cells;
  }

  private static void addHour(
      List<Cell> told, List<Cell> hour, Knowledge knowledge, int from, int to) {
    for (Cell cell : hour) {
      long age = knowledge.ageHours(cell.hour(), cell.hour().plus(1, ChronoUnit.HOURS));
      Fate fate = cell.fate();
      Quantities quantities = fate.told(cell.quantities(), age).minutes(from, to);
      if (fate.isTold(age, cell.lateHours()) && !quantities.isEmpty()) {
        Map<String, String> fields =
            fate.isElsewhere(age) ? cell.traffic().earlierFields() : cell.fields();
        told.add(cell.with(fields, quantities));
      }
    }
  }

  private static int minute(Instant hour, Instant instant) {
    return (int) Math.max(0, Math.min(HOUR_MINUTES, ChronoUnit.MINUTES.between(hour, instant)));
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import aispend.model.ChargePeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a vendor bills for a UTC day, given its knowledge. Use is billed once its hour is {@value
 * #DELAY_HOURS} hours old; one day in a week misses a third of its lines until it is {@value
 * Fate#FINAL_AFTER_HOURS} hours old; from then on nothing changes. Safe for use by several threads.
 */
final class Bill implements Charges {
  static final int DELAY_HOURS = 3;

  private static final int CREDIT_HOURS = 24;
  private static final int SCALE = 9;

  private final Vendor vendor;
  private final Told told;
  private final Tariff tariff;

  Bill(Vendor vendor, Told told, Tariff tariff) {
    this.vendor = vendor;
    this.told = told;
    this.tariff = tariff;
  }

  @Override
  public List<Charge> charges(ChargePeriod day, Knowledge knowledge) {
    List<Charge> charges = new ArrayList<>();
    daily(day, knowledge).forEach(use -> tariff.addUse(charges, use));
    if (!day.start().isBefore(told.historyStart()) && knowledge.hasEnded(day.end())) {
      tariff.addDaily(charges, day, roll(day));
      if (knowledge.ageHours(day.start(), day.end()) >= CREDIT_HOURS) {
        tariff.addCredits(charges, day);
      }
    }
    if (isIncomplete(day, knowledge)) {
      charges.removeIf(charge -> Math.floorMod(charge.line().hashCode(), 3) == 0);
    }
    return charges;
  }

  /** Each flow's billed hours as one row, so that a day's line is rounded once. */
  private Collection<Cell> daily(ChargePeriod day, Knowledge knowledge) {
    Map<Map.Entry<Integer, Map<String, String>>, Cell> flows = new LinkedHashMap<>();
    for (Cell cell : told.cells(vendor, day, knowledge)) {
      Instant hourEnd = cell.hour().plus(1, ChronoUnit.HOURS);
      if (knowledge.ageHours(cell.hour(), hourEnd) >= DELAY_HOURS) {
        flows.merge(
            Map.entry(cell.traffic().id(), cell.fields()),
            cell,
            (sum, more) -> sum.with(sum.fields(), sum.quantities().plus(more.quantities())));
      }
    }
    return flows.values();
  }

  /** Whole nanos as dollars. */
  static BigDecimal dollars(long nanos) {
    return BigDecimal.valueOf(nanos, SCALE);
  }

  /** The day as a number, 0 for 1970-01-01. */
  static long epochDay(ChargePeriod day) {
    return Math.floorDiv(day.start().getEpochSecond(), 86_400L);
  }

  private int roll(ChargePeriod day) {
    return Dice.upTo(1_000_000, told.seed(), vendor.code().hashCode(), epochDay(day));
  }

  private static boolean isIncomplete(ChargePeriod day, Knowledge knowledge) {
    return Math.floorMod(epochDay(day), 7) == 5
        && knowledge.ageHours(day.start(), day.end()) < Fate.FINAL_AFTER_HOURS;
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import aispend.model.ChargePeriod;
import java.util.List;

/** What a vendor charges for what, in its own words. Implementations are immutable. */
interface Tariff {
  /** Adds what one flow's use of a day is charged. */
  void addUse(List<Charge> charges, Cell cell);

  /**
   * Adds what usage does not show and a day is charged once.
   *
   * @param dice 0 to 999,999, for amounts that differ by day
   */
  void addDaily(List<Charge> charges, ChargePeriod day, int dice);

  /** Adds what the vendor gives back, told a day late. */
  void addCredits(List<Charge> charges, ChargePeriod day);
}

// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import aispend.model.ChargePeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a vendor charges that prices each hour's calls as they are made. A flow with {@code
 * free=true} costs nothing: a plan or another vendor pays for it. Safe for several threads.
 */
final class FieldBill implements Charges {
  private final Vendor vendor;
  private final Told told;
  private final PriceTable prices;

  FieldBill(Vendor vendor, Told told, PriceTable prices) {
    this.vendor = vendor;
    this.told = told;
    this.prices = prices;
  }

  Vendor vendor() {
    return vendor;
  }

  /** All of history until an instant. */
  ChargePeriod history(Instant end) {
    return new ChargePeriod(told.historyStart(), end);
  }

  /** Each flow's hours, or what of them lies in the period. */
  List<FieldUse> uses(ChargePeriod period, Knowledge knowledge) {
    List<FieldUse> uses = new ArrayList<>();
    for (Cell cell : told.cells(vendor, period, knowledge)) {
      uses.add(new FieldUse(cell.hour(), cell.fields(), cell.quantities(), nanos(cell)));
    }
    return uses;
  }

  private long nanos(Cell cell) {
    long nanos = 0;
    if (!"true".equals(cell.field("free"))) {
      for (Quantity quantity : Quantity.values()) {
        nanos += prices.nanos(cell, quantity, BigDecimal.ONE);
      }
    }
    return nanos;
  }

  @Override
  public List<Charge> charges(ChargePeriod day, Knowledge knowledge) {
    List<Charge> charges = new ArrayList<>();
    for (FieldUse use : uses(day, knowledge)) {
      if (use.nanos() != 0) {
        charges.add(new Charge(use.fields(), use.dollars(), null, null));
      }
    }
    return charges;
  }
}

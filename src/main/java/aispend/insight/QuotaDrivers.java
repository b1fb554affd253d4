// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import aispend.config.BudgetConfig;
import aispend.insight.BudgetReport.Driver;
import aispend.ledger.CostRow;
import aispend.ledger.LedgerReader;
import aispend.ledger.SumQuery;
import aispend.ledger.SumQuery.Granularity;
import aispend.ledger.SumRow;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What most of single quotas was spent on, by a question or two for all of them. Only sums are
 * read: the quota of a project or model is split by what is known together with it, any other by
 * provider.
 */
final class QuotaDrivers {
  private static final List<Dimension> CUBE =
      List.of(Dimension.PROVIDER, Dimension.PROJECT, Dimension.MODEL);

  private final LedgerReader ledger;

  QuotaDrivers(LedgerReader ledger) {
    this.ledger = ledger;
  }

  /** All drivers of some values, in no order. */
  Map<String, List<Driver>> of(BudgetConfig quota, ChargePeriod hours, Set<String> values) {
    Map<String, List<Driver>> drivers = new HashMap<>();
    Dimension per = Quotas.dimension(quota);
    if (!CUBE.contains(per)) {
      Quotas.costs(ledger, quota, hours, Granularity.TOTAL, values)
          .forEach((value, rows) -> rows.forEach(row -> add(drivers, value, driver(row))));
      return drivers;
    }
    for (Dimension split : CUBE) {
      if (split != per && !quota.where().containsKey(split)) {
        for (SumRow row : ledger.sums(SumQuery.total(hours, per, split).where(quota.where()))) {
          String value = row.key().get(per);
          if (values.contains(value)) {
            add(drivers, value, new Driver(split, row.key().get(split), row.cost()));
          }
        }
      }
    }
    return drivers;
  }

  private static Driver driver(CostRow row) {
    return new Driver(Dimension.PROVIDER, row.provider(), row.cost());
  }

  private static void add(Map<String, List<Driver>> drivers, String value, Driver driver) {
    if (!driver.value().isEmpty() && driver.cost().nanos() > 0) {
      drivers.computeIfAbsent(value, none -> new ArrayList<>()).add(driver);
    }
  }
}

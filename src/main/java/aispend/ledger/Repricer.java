// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static java.util.Objects.requireNonNull;

import aispend.model.ChargePeriod;
import aispend.model.Cost;
import aispend.model.Dimensions;
import aispend.model.ReportedCost;
import aispend.model.Savings;
import aispend.model.Tokens;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Says what kept use costs by the prices and exchange rates of now. */
public interface Repricer {
  /** The cost of some use; empty when it cannot be worked out from what is kept. */
  Optional<Worth> price(Use use);

  /**
   * Use as it is kept.
   *
   * @param oneCall whether it is a single call, whose own input tells the size of its context
   * @param reported the vendor's amount in another currency; null when the price list decides
   */
  record Use(
      ChargePeriod period,
      Dimensions dimensions,
      Tokens tokens,
      Map<String, BigDecimal> units,
      boolean oneCall,
      @Nullable ReportedCost reported) {
    private static final int MICRO_DIGITS = 6;

    public Use {
      requireNonNull(period, "period");
      requireNonNull(dimensions, "dimensions");
      requireNonNull(tokens, "tokens");
      units = Map.copyOf(units);
    }

    /** Quantities from millionths, without zeros behind the point. */
    static Map<String, BigDecimal> units(Map<String, Long> micros) {
      Map<String, BigDecimal> units = new TreeMap<>();
      micros.forEach(
          (unit, count) ->
              units.put(unit, BigDecimal.valueOf(count, MICRO_DIGITS).stripTrailingZeros()));
      return units;
    }
  }

  /** What use costs, and what was saved on it. */
  record Worth(Cost cost, Savings savings) {
    public Worth {
      requireNonNull(cost, "cost");
      requireNonNull(savings, "savings");
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import aispend.ledger.CounterFamily;
import java.util.Optional;

/**
 * Splits the bound of the whole exposition into fixed bounds of its large families. They are fixed,
 * as a family that had to give way later would take series away. What is left, a tenth less what
 * anomalies, implied prices and told cost may have, is for families with few label sets and for the
 * daemon's own metrics.
 *
 * @param maxSeries bound of the whole exposition
 */
record SeriesLimits(int maxSeries) {
  private static final int COST_PERCENT = 20;
  private static final int TOKENS_PERCENT = 35;
  private static final int REQUESTS_PERCENT = 16;
  private static final int UNITS_PERCENT = 2;
  private static final int UNPRICED_PERCENT = 2;
  private static final int TOLD_PERCENT = 1;
  private static final int WINDOWS_PERCENT = 11;
  private static final int SAVINGS_PERCENT = 4;
  private static final int ANOMALY_PERCENT = 3;
  private static final int IMPLIED_PRICE_PERCENT = 1;
  private static final int MOST_NAMES = 50;

  /** Empty: the family's labels have few values by themselves. */
  Optional<Integer> of(CounterFamily family) {
    return switch (family) {
      case COST -> Optional.of(share(COST_PERCENT));
      case TOKENS -> Optional.of(share(TOKENS_PERCENT));
      case REQUESTS -> Optional.of(share(REQUESTS_PERCENT));
      case UNITS -> Optional.of(share(UNITS_PERCENT));
      case UNPRICED -> Optional.of(share(UNPRICED_PERCENT));
      case TOLD_COST, TOLD_LIST_COST -> Optional.of(share(TOLD_PERCENT));
      case CREDITS, SOURCE_COST, SOURCE_TOKENS, RESTATED -> Optional.empty();
    };
  }

  /** Names of each of three scopes, each of which has three anomaly gauges. */
  int anomalyNames() {
    return Math.min(MOST_NAMES, share(ANOMALY_PERCENT) / 9);
  }

  /** Models with an implied price. */
  int impliedPrices() {
    return share(IMPLIED_PRICE_PERCENT);
  }

  /** Label sets of the window gauges, each of which is shown once a window. */
  int windowSets() {
    return share(WINDOWS_PERCENT) / Window.values().length;
  }

  /** Label sets of the savings within windows, each of which is shown once a window. */
  int savingsSets() {
    return share(SAVINGS_PERCENT) / Window.values().length;
  }

  private int share(int percent) {
    return (int) ((long) maxSeries * percent / 100);
  }
}

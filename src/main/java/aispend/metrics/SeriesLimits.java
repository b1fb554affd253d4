// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import aispend.ledger.CounterFamily;
import aispend.ledger.LabelBounds;
import java.util.EnumMap;
import java.util.Map;

/**
 * Splits the bound of the whole exposition into fixed bounds of its families. They are fixed, as a
 * family that had to give way later would take series away. {@link #OWN} are for the daemon's
 * metrics about itself and for what the configuration names: providers that are polled, budgets.
 *
 * <p>Of its share a family keeps a part for what is shown as other: {@link #named} label sets come
 * first, then one common set for each provider, then one for all of them.
 *
 * @param maxSeries bound of the whole exposition
 */
public record SeriesLimits(int maxSeries) {
  /** Series that are not shared out. */
  static final int OWN = 400;

  private static final int WINDOWS_PERCENT = 6;
  private static final int SAVINGS_PERCENT = 3;
  private static final int ANOMALY_PERCENT = 3;
  private static final int IMPLIED_PRICE_PERCENT = 1;
  private static final int LATENCY_PERCENT = 6;
  private static final int SOURCE_PERCENT = 3;
  private static final int RUNAWAY_PERCENT = 1;
  private static final int QUOTAS_PERCENT = 4;
  private static final int MOST_NAMES = 50;
  private static final int LEAST_WINDOW_SETS = 10;
  private static final int LEAST_SAVINGS_SETS = 8;
  private static final int LEAST_RUNAWAY_SERIES = 100;

  /** Series of one provider and model in both latency histograms. */
  private static final int LATENCY_SERIES = 28;

  /** Gauges of one source. */
  private static final int SOURCE_GAUGES = 4;

  /** The bounds of the ledger's totals. */
  public Map<CounterFamily, LabelBounds.Share> totals() {
    Map<CounterFamily, LabelBounds.Share> shares = new EnumMap<>(CounterFamily.class);
    for (CounterFamily family : CounterFamily.values()) {
      int most = Math.max(floor(family), share(percent(family)));
      int common = Math.max(1, most - last(family));
      int forCommon = floor(family) > 0 ? 0 : most / 20;
      shares.put(family, new LabelBounds.Share(Math.max(1, common - forCommon), common));
    }
    return shares;
  }

  /** Label sets of a family that are shown by themselves. */
  int named(CounterFamily family) {
    LabelBounds.Share share = totals().get(family);
    if (share == null) {
      throw new AssertionError(family);
    }
    return share.named();
  }

  /** Names of each of four scopes, each of which has three anomaly gauges. */
  int anomalyNames() {
    return Math.min(MOST_NAMES, share(ANOMALY_PERCENT) / 12);
  }

  /** Models with an implied price. */
  int impliedPrices() {
    return share(IMPLIED_PRICE_PERCENT);
  }

  /** Label sets of the window gauges, each of which is shown once a window. */
  int windowSets() {
    return Math.max(LEAST_WINDOW_SETS, share(WINDOWS_PERCENT) / Window.values().length);
  }

  /** Label sets of the savings within windows, each of which is shown once a window. */
  int savingsSets() {
    return Math.max(LEAST_SAVINGS_SETS, share(SAVINGS_PERCENT) / Window.values().length);
  }

  /** Series of those who spend most just now, the hints beside them included. */
  int runaway() {
    return Math.max(LEAST_RUNAWAY_SERIES, share(RUNAWAY_PERCENT));
  }

  /** Series of the fullest quotas. */
  int quotas() {
    return share(QUOTAS_PERCENT);
  }

  /** Models with latency histograms, the common ones included. */
  public int timedModels() {
    return Math.max(1, share(LATENCY_PERCENT) / LATENCY_SERIES);
  }

  /** Providers that applications name and whose sources have gauges of their own. */
  int sentSources() {
    return share(SOURCE_PERCENT) / SOURCE_GAUGES;
  }

  /** SOURCE_COST and SOURCE_TOKENS have a gauge each with as many series beside them. */
  private static int percent(CounterFamily family) {
    return switch (family) {
      case TOKENS -> 30;
      case COST -> 16;
      case REQUESTS -> 11;
      case SOURCE_TOKENS -> 3;
      case UNITS, UNPRICED -> 2;
      case CREDITS, SOURCE_COST, RESTATED, TOLD_COST, TOLD_LIST_COST -> 1;
    };
  }

  /** Room for polled sources in families that know no more than the provider. */
  private static int floor(CounterFamily family) {
    return switch (family) {
      case CREDITS, SOURCE_COST -> 16;
      case RESTATED -> 32;
      case SOURCE_TOKENS -> 60;
      case COST, TOKENS, REQUESTS, UNITS, UNPRICED, TOLD_COST, TOLD_LIST_COST -> 0;
    };
  }

  /** Sets in which the provider is other: as many as the labels with few values allow. */
  private static int last(CounterFamily family) {
    return switch (family) {
      case TOKENS, SOURCE_TOKENS -> 24;
      case REQUESTS, CREDITS, SOURCE_COST, COST, UNPRICED -> 3;
      case TOLD_COST, TOLD_LIST_COST -> 1;
      case UNITS, RESTATED -> 6;
    };
  }

  private int share(int percent) {
    return (int) ((long) (maxSeries - OWN) * percent / 100);
  }
}

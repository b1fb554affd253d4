// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import aispend.model.ChargePeriod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Time cut at the borders of all windows: windows lie over each other, and each hour of spend is to
 * be read once for all of them.
 *
 * @param periods what is in any window, in its order
 * @param windows those that hold each of the periods
 */
record WindowParts(List<ChargePeriod> periods, List<List<Window>> windows) {
  WindowParts {
    periods = List.copyOf(periods);
    windows = List.copyOf(windows);
  }

  static WindowParts at(Instant now) {
    TreeSet<Instant> borders = new TreeSet<>();
    for (Window window : Window.values()) {
      borders.add(window.period(now).start());
      borders.add(window.period(now).end());
    }
    List<ChargePeriod> periods = new ArrayList<>();
    List<List<Window>> windows = new ArrayList<>();
    for (Instant end : borders.tailSet(borders.first(), false)) {
      Instant start = borders.lower(end);
      List<Window> holding = holding(start, now);
      if (!holding.isEmpty()) {
        periods.add(new ChargePeriod(start, end));
        windows.add(holding);
      }
    }
    return new WindowParts(periods, windows);
  }

  private static List<Window> holding(Instant instant, Instant now) {
    List<Window> holding = new ArrayList<>();
    for (Window window : Window.values()) {
      ChargePeriod period = window.period(now);
      if (!instant.isBefore(period.start()) && instant.isBefore(period.end())) {
        holding.add(window);
      }
    }
    return holding;
  }
}

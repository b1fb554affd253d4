// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import aispend.model.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * Bars of money over time as inline SVG, stretched to the width there is; negative amounts hang
 * below the line. Each column says its exact amount when pointed at.
 *
 * @param title what it shows, for those who cannot see it
 * @param bars oldest first
 */
record BarChart(String title, List<Bar> bars) {
  private static final int COLUMN = 10;
  private static final int HEIGHT = 100;

  /**
   * One column.
   *
   * @param label its time
   * @param running whether its time is not over yet
   */
  record Bar(String label, Money cost, boolean running) {}

  BarChart {
    bars = List.copyOf(bars);
  }

  void write(Html html) {
    BigDecimal top = extreme(false);
    BigDecimal bottom = extreme(true);
    BigDecimal range = top.subtract(bottom);
    String box = "0 0 %d %d".formatted(bars.size() * COLUMN, HEIGHT);
    html.open(
        "svg",
        "class",
        "chart",
        "viewBox",
        box,
        "preserveAspectRatio",
        "none",
        "role",
        "img",
        "aria-label",
        title);
    for (int i = 0; i < bars.size(); i++) {
      column(html, i * COLUMN, bars.get(i), top, range);
    }
    html.close();
  }

  private static void column(Html html, int x, Bar bar, BigDecimal top, BigDecimal range) {
    html.open("g", "class", "slot");
    html.open("title").text(bar.label() + ": " + bar.cost()).close();
    rectangle(html, "hit", x, BigDecimal.ZERO, COLUMN, BigDecimal.valueOf(HEIGHT));
    if (range.signum() != 0 && bar.cost().nanos() != 0) {
      BigDecimal units = bar.cost().units();
      BigDecimal from = scaled(top.subtract(units.max(BigDecimal.ZERO)), range);
      BigDecimal height = scaled(units.abs(), range).max(BigDecimal.ONE);
      String kind = units.signum() < 0 ? "bar credit" : bar.running() ? "bar running" : "bar";
      rectangle(html, kind, x + 1, from.min(BigDecimal.valueOf(HEIGHT - 1)), COLUMN - 2, height);
    }
    html.close();
  }

  private static void rectangle(
      Html html, String kind, int x, BigDecimal y, int width, BigDecimal height) {
    html.open(
            "rect",
            "class",
            kind,
            "x",
            Integer.toString(x),
            "y",
            y.toPlainString(),
            "width",
            Integer.toString(width),
            "height",
            height.toPlainString())
        .close();
  }

  private BigDecimal extreme(boolean lowest) {
    BigDecimal found = BigDecimal.ZERO;
    for (Bar bar : bars) {
      found = lowest ? found.min(bar.cost().units()) : found.max(bar.cost().units());
    }
    return found;
  }

  private static BigDecimal scaled(BigDecimal amount, BigDecimal range) {
    return amount.multiply(BigDecimal.valueOf(HEIGHT)).divide(range, 2, RoundingMode.HALF_EVEN);
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;

/**
 * How fast a budget is being used up.
 *
 * @param name the budget, unique within its scope
 * @param scope what it watches
 * @param period {@code hour}, {@code day}, {@code week} or {@code month}
 * @param cycle which of these periods is running: {@code 2026-11}
 * @param rate spent within the window to what an even pace allows in it; 1 uses up all of the
 *     budget by the end of its period, negative after credits
 */
public record BurnRate(
    String scope, String name, String period, String cycle, BurnWindow window, BigDecimal rate) {
  public BurnRate {
    requireNonNull(scope, "scope");
    requireNonNull(name, "name");
    requireNonNull(period, "period");
    requireNonNull(cycle, "cycle");
    requireNonNull(window, "window");
    requireNonNull(rate, "rate");
  }
}

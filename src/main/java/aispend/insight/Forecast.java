// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static java.util.Objects.requireNonNull;

import aispend.model.Money;

/**
 * What a calendar month is expected to cost in all.
 *
 * @param scope what the budget watches; {@code org} for all spend
 * @param name the budget; {@code all} for all spend
 * @param period {@code month}
 * @param low at most {@code expected}; one month in ten is expected to come below it
 * @param high at least {@code expected}; one month in ten is expected to come above it
 */
public record Forecast(
    String scope, String name, String period, Money expected, Money low, Money high) {
  public Forecast {
    requireNonNull(scope, "scope");
    requireNonNull(name, "name");
    requireNonNull(period, "period");
    requireNonNull(expected, "expected");
    requireNonNull(low, "low");
    requireNonNull(high, "high");
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import aispend.insight.Anomaly;
import aispend.insight.Balance;
import aispend.insight.BudgetReport;
import aispend.insight.BudgetState;
import aispend.insight.BurnRate;
import aispend.insight.Forecast;
import aispend.insight.Insights;
import aispend.insight.Reconciliation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Insights as families. What cannot be told has no sample: nothing here is ever not a number. */
final class InsightSamples {
  private InsightSamples() {}

  static List<Family> burnRates(List<BurnRate> all) {
    Family.Builder rates = Family.of(Definitions.BUDGET_BURN_RATE);
    for (BurnRate rate : all) {
      rates.add(
          rate.rate(),
          rate.scope(),
          rate.name(),
          rate.period(),
          rate.cycle(),
          rate.window().label());
    }
    return List.of(rates.build());
  }

  static List<Family> drivers(List<BudgetReport> budgets) {
    Family.Builder drivers = Family.of(Definitions.BUDGET_DRIVER);
    for (BudgetReport budget : budgets) {
      BudgetState state = budget.state();
      for (BudgetReport.Driver driver : budget.drivers()) {
        drivers.add(
            driver.cost().units(),
            state.scope(),
            state.name(),
            state.period(),
            state.cycle(),
            driver.dimension().code(),
            driver.value());
      }
    }
    return List.of(drivers.build());
  }

  static List<Family> forecasts(List<Forecast> all) {
    Family.Builder months = Family.of(Definitions.FORECAST);
    for (Forecast month : all) {
      String scope = month.scope();
      String name = month.name();
      String period = month.period();
      months.add(month.expected().units(), scope, name, period, "expected");
      months.add(month.low().units(), scope, name, period, "low");
      months.add(month.high().units(), scope, name, period, "high");
    }
    return List.of(months.build());
  }

  static List<Family> anomalies(List<Anomaly> anomalies) {
    Family.Builder observed = Family.of(Definitions.ANOMALY_OBSERVED);
    Family.Builder expected = Family.of(Definitions.ANOMALY_EXPECTED);
    Family.Builder zscore = Family.of(Definitions.ANOMALY_ZSCORE);
    for (Anomaly anomaly : anomalies) {
      observed.add(anomaly.observed().units(), anomaly.scope(), anomaly.name());
      expected.add(anomaly.expected().units(), anomaly.scope(), anomaly.name());
      zscore.add(anomaly.zscore(), anomaly.scope(), anomaly.name());
    }
    return List.of(observed.build(), expected.build(), zscore.build());
  }

  /**
   * Drifts and implied prices.
   *
   * @param mostModels how many models have an implied price, those with the largest bills
   */
  static List<Family> reconciliations(List<Reconciliation> all, int mostModels) {
    Family.Builder drift = Family.of(Definitions.RECONCILIATION_DRIFT);
    Family.Builder ratio = Family.of(Definitions.RECONCILIATION_RATIO);
    List<ModelPrice> prices = new ArrayList<>();
    for (Reconciliation one : all) {
      String provider = one.provider();
      for (Reconciliation.Drift of : one.drifts()) {
        drift.add(of.difference().units(), provider, of.window());
        of.ratio().ifPresent(share -> ratio.add(share, provider, of.window()));
      }
      one.priceRatios().forEach(price -> prices.add(new ModelPrice(provider, price)));
    }
    Family.Builder implied = Family.of(Definitions.IMPLIED_PRICE_RATIO);
    prices.stream()
        .sorted(Comparator.comparing((ModelPrice price) -> price.of().billed()).reversed())
        .limit(mostModels)
        .forEach(price -> implied.add(price.of().ratio(), price.provider(), price.of().model()));
    return List.of(drift.build(), ratio.build(), implied.build());
  }

  static List<Family> balances(Insights insights, Instant now) {
    Family.Builder left = Family.of(Definitions.ACCOUNT_BALANCE);
    for (Balance balance : insights.balances(now)) {
      left.add(balance.left().units(), balance.provider(), balance.left().currency());
    }
    Family.Builder expires = Family.of(Definitions.KEY_EXPIRES);
    insights.keyExpiries().forEach((provider, at) -> expires.add(at.getEpochSecond(), provider));
    return List.of(left.build(), expires.build());
  }

  private record ModelPrice(String provider, Reconciliation.PriceRatio of) {}
}

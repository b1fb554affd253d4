// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import aispend.model.Money;

/**
 * Section {@code [alerts]}: thresholds for alert rules, so that the rules themselves stay as
 * shipped.
 *
 * @param lowBalance what should at least be left of prepaid credit
 * @param reconciliationRatio how far usage at list prices may be from the bill, as a share
 * @param reconciliationFloor less than this is never a drift
 * @param forecastOver how far a month's forecast may be over its budget, as a share
 * @param restatement what vendors may change afterwards
 * @param historyDrift how far Prometheus' history may be from the ledger
 */
public record AlertsConfig(
    Money lowBalance,
    double reconciliationRatio,
    Money reconciliationFloor,
    double forecastOver,
    Money restatement,
    Money historyDrift) {
  static AlertsConfig read(Section section) {
    AlertsConfig alerts =
        new AlertsConfig(
            section.get("low_balance_usd", Kinds.dollars(true), "50"),
            section.get("reconciliation_ratio", Kinds.number(0, 100), 0.02),
            section.get("reconciliation_floor_usd", Kinds.dollars(true), "5"),
            section.get("forecast_over_ratio", Kinds.number(0, 100), 0.1),
            section.get("restatement_usd", Kinds.dollars(true), "50"),
            section.get("history_drift_usd", Kinds.dollars(true), "0.5"));
    section.finish();
    return alerts;
  }
}

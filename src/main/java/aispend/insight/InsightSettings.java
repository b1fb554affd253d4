// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static java.util.Objects.requireNonNull;

import aispend.config.AnomalyConfig;
import aispend.config.BudgetConfig;
import aispend.config.PrepaidConfig;
import aispend.model.Source;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * What the configuration says that insights follow.
 *
 * @param prepaid credit bought, in any order
 * @param keyExpiries until which UTC day providers' keys hold, by provider; only where it is known
 * @param polled the sources that are asked; days settle when they have settled them
 * @param anomaly how far spend must be from the usual
 */
public record InsightSettings(
    List<BudgetConfig> budgets,
    List<PrepaidConfig> prepaid,
    Map<String, LocalDate> keyExpiries,
    List<Source> polled,
    AnomalyRules anomaly) {
  public static final InsightSettings NONE =
      new InsightSettings(
          List.of(), List.of(), Map.of(), List.of(), AnomalyRules.of(AnomalyConfig.USUAL));

  public InsightSettings {
    budgets = List.copyOf(budgets);
    prepaid = List.copyOf(prepaid);
    keyExpiries = Map.copyOf(keyExpiries);
    polled = List.copyOf(polled);
    requireNonNull(anomaly, "anomaly");
  }
}

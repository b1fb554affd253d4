// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static java.util.Objects.requireNonNull;

import aispend.model.Dimension;
import aispend.model.Savings;

/**
 * What a provider's model cost in a project, shown by name where one is known.
 *
 * @param period the place of its period among those asked for
 * @param model empty when it is not attributed
 * @param project empty when it is not attributed
 */
public record Spent(
    int period, String provider, String model, String project, long costNanos, Savings savings) {
  public Spent {
    requireNonNull(provider, "provider");
    requireNonNull(model, "model");
    requireNonNull(project, "project");
    requireNonNull(savings, "savings");
  }

  static Spent of(int period, SumRow row) {
    return new Spent(
        period,
        row.key().get(Dimension.PROVIDER),
        row.key().get(Dimension.MODEL),
        row.key().get(Dimension.PROJECT),
        row.cost().nanos(),
        row.savings());
  }
}

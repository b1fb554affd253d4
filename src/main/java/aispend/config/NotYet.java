// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.util.ArrayList;
import java.util.List;

/** What is configured and has no effect. */
final class NotYet {
  private NotYet() {}

  /** One sentence for each such thing that is configured. */
  static List<String> warnings(Config config) {
    List<String> warnings = new ArrayList<>();
    for (BudgetConfig budget : config.budgets()) {
      if (budget.action() == BudgetConfig.Action.BLOCK && !config.proxy().enabled()) {
        warnings.add("budget \"" + budget.name() + "\" blocks nothing: proxy.enabled is false");
      }
    }
    return warnings;
  }
}

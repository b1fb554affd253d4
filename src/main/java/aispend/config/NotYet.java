// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.util.ArrayList;
import java.util.List;

/** What is read and checked but not acted on. */
final class NotYet {
  private NotYet() {}

  /** One sentence for each such thing that is configured. */
  static List<String> warnings(Section root, Config config) {
    List<String> warnings = new ArrayList<>();
    warn(warnings, config.prices().refreshUrl().isPresent(), "prices.refresh_url");
    for (BudgetConfig budget : config.budgets()) {
      if (budget.action() == BudgetConfig.Action.BLOCK && !config.proxy().enabled()) {
        warnings.add("budget \"" + budget.name() + "\" blocks nothing: proxy.enabled is false");
      }
    }
    return warnings;
  }

  private static void warn(List<String> warnings, boolean configured, String what) {
    if (configured) {
      warnings.add(what + " is checked, but the daemon does not act on it in this version");
    }
  }
}

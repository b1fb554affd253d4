// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.util.ArrayList;
import java.util.List;

/** What is read and checked but what this version does not act on. */
final class NotYet {
  private NotYet() {}

  /** One sentence for each such thing that is configured. */
  static List<String> warnings(Section root, Config config) {
    List<String> warnings = new ArrayList<>();
    warn(warnings, config.prices().refreshUrl().isPresent(), "prices.refresh_url");
    warn(warnings, root.has("tenant"), "[[tenant]]");
    for (BudgetConfig budget : config.budgets()) {
      boolean block = budget.action() == BudgetConfig.Action.BLOCK;
      warn(warnings, block, "action = \"block\" of budget \"" + budget.name() + "\"");
    }
    return warnings;
  }

  private static void warn(List<String> warnings, boolean configured, String what) {
    if (configured) {
      warnings.add(what + " is checked, but the daemon does not act on it in this version");
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.util.List;

/** Keeps the names of budgets apart from those that quotas give to their values. */
final class QuotaNames {
  private QuotaNames() {}

  /**
   * Reports budgets that are named as a quota names its values.
   *
   * @param root where the budgets stand, in the same order
   */
  static void check(Section root, List<BudgetConfig> budgets) {
    for (BudgetConfig quota : budgets) {
      String taken = quota.nameOf("");
      for (int i = 0; quota.per() != null && i < budgets.size(); i++) {
        if (budgets.get(i).name().startsWith(taken)) {
          root.tables("budget")
              .get(i)
              .problem(
                  "name",
                  "may also be a value's in the quota \"" + quota.name() + '"',
                  "begin it otherwise than with \"" + taken + '"');
        }
      }
    }
  }
}

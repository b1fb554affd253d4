// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.config.Config;
import java.util.ArrayList;
import java.util.List;

/** Which changes of a configuration need a restart. */
final class Reload {
  private Reload() {}

  /** A sentence for each; empty when the new configuration can take the old one's place. */
  static List<String> needRestart(Config before, Config after) {
    List<String> reasons = new ArrayList<>();
    check(reasons, "server", before.server(), after.server());
    check(reasons, "ledger", before.ledger(), after.ledger());
    check(reasons, "labels", before.labels(), after.labels());
    check(reasons, "kafka", before.kafka(), after.kafka());
    check(reasons, "demo", before.demo(), after.demo());
    if (!before.tenants().equals(after.tenants())) {
      reasons.add("[[tenant]] changed, which takes effect at a restart only");
    }
    return List.copyOf(reasons);
  }

  private static void check(List<String> reasons, String section, Object before, Object after) {
    if (!before.equals(after)) {
      reasons.add("[" + section + "] changed, which takes effect at a restart only");
    }
  }
}

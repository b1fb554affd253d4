// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Which totals may differ from what was read last; at first all. Any thread may use it. */
final class ChangedTotals {
  /** Reading more one by one takes longer than reading all. */
  static final int MOST = 5_000;

  private Set<CounterKey> some = new HashSet<>();
  private boolean all = true;

  synchronized void add(Set<CounterKey> changed) {
    if (!all) {
      some.addAll(changed);
      if (some.size() > MOST) {
        addAll();
      }
    }
  }

  synchronized void addAll() {
    all = true;
    some = new HashSet<>();
  }

  /** What changed since it was taken last; empty when it may be anything. */
  synchronized Optional<Set<CounterKey>> take() {
    Optional<Set<CounterKey>> taken = all ? Optional.empty() : Optional.of(some);
    all = false;
    some = new HashSet<>();
    return taken;
  }
}

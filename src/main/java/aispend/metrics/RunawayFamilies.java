// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import aispend.insight.Runaway;
import java.util.List;
import java.util.function.Supplier;

/** Who spends most just now. Thread-safe if its supplier is. */
final class RunawayFamilies implements FamilySource {
  private final Supplier<List<Runaway.Spender>> spenders;

  RunawayFamilies(Supplier<List<Runaway.Spender>> spenders) {
    this.spenders = spenders;
  }

  @Override
  public String section() {
    return "runaway";
  }

  @Override
  public List<Family> families() {
    Family.Builder spent = Family.of(Definitions.RUNAWAY);
    for (Runaway.Spender spender : spenders.get()) {
      spent.add(spender.spent().units(), spender.by().code(), spender.value());
    }
    return List.of(spent.build());
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import aispend.config.RunawayConfig;
import aispend.ledger.LedgerReader;
import aispend.model.Dimension;
import aispend.model.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Who spends most just now, from single events: a loop shows within seconds of its first calls.
 * What is polled comes too late for this and is not in it. Immutable, for any thread.
 */
public final class Runaway {
  private static final int MOST = 20;

  /** The largest first; equal ones by their value. */
  private static final Comparator<Spender> LARGEST =
      Comparator.comparing(Spender::spent).reversed().thenComparing(Spender::value);

  /**
   * What one value of a dimension spent within the window.
   *
   * @param by the dimension
   * @param spent more than nothing
   */
  public record Spender(Dimension by, String value, Money spent) {}

  private final RunawayConfig config;
  private final LedgerReader ledger;

  public Runaway(RunawayConfig config, LedgerReader ledger) {
    this.config = config;
    this.ledger = ledger;
  }

  /**
   * The largest spenders of each dimension looked at; whoever reaches the limit is among them,
   * however many do. The window ends at an instant and is open at its start: an event exactly so
   * long ago is no longer in it. Events ahead of the clock are.
   */
  public List<Spender> spenders(Instant now) {
    Instant from = now.minus(config.window()).plusSeconds(1);
    List<Spender> all = new ArrayList<>();
    for (Dimension by : config.by()) {
      all.addAll(largest(by, ledger.eventSpend(from, by)));
    }
    return List.copyOf(all);
  }

  private List<Spender> largest(Dimension by, Map<String, Money> spend) {
    List<Spender> sorted =
        spend.entrySet().stream()
            .map(entry -> new Spender(by, entry.getKey(), entry.getValue()))
            .sorted(LARGEST)
            .toList();
    int shown = Math.min(MOST, sorted.size());
    while (shown < sorted.size() && sorted.get(shown).spent().compareTo(config.limit()) >= 0) {
      shown++;
    }
    return sorted.subList(0, shown);
  }
}

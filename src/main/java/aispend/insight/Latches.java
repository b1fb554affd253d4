// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import aispend.config.BudgetConfig;
import aispend.ledger.CrossingLog;
import aispend.ledger.CrossingLog.Crossing;
import aispend.ledger.LedgerException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which thresholds were crossed. Once crossed, one stays so until its period ends: a credit or a
 * restatement does not let it be crossed twice. A budget whose limit, zone or conditions change is
 * another one. Any thread may ask.
 */
final class Latches {
  private static final Logger log = LoggerFactory.getLogger(Latches.class);
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /** After this, what other daemons may have kept is read again. */
  private static final Duration FRESH = Duration.ofSeconds(30);

  private final CrossingLog kept;
  private final Map<String, Known> known = new HashMap<>();
  private boolean failing;

  /**
   * How far a budget, or one value's quota, is used up.
   *
   * @param terms what makes it another one
   */
  record Fill(String terms, BigDecimal ratio) {
    boolean reached(int percent) {
      return ratio.multiply(HUNDRED).compareTo(BigDecimal.valueOf(percent)) >= 0;
    }
  }

  /** What was crossed in one period of a budget, by terms; only of what crossed anything. */
  private record Known(String cycle, Instant readAt, Map<String, Map<Integer, Instant>> byTerms) {
    boolean serves(String other, boolean shared, Instant now) {
      boolean young = !now.isBefore(readAt) && now.isBefore(readAt.plus(FRESH));
      return cycle.equals(other) && (young || !shared);
    }

    Map<Integer, Instant> of(String terms) {
      return byTerms.getOrDefault(terms, Map.of());
    }

    void add(Crossing crossing) {
      byTerms
          .computeIfAbsent(crossing.terms(), none -> new HashMap<>())
          .putIfAbsent(crossing.percent(), crossing.at());
    }
  }

  Latches(CrossingLog kept) {
    this.kept = kept;
  }

  /**
   * The thresholds of a budget, or of the quotas it gives; keeps those that are crossed now and
   * were not before, all in one go.
   *
   * @return one list for each fill, in their order
   */
  synchronized List<List<BudgetState.Threshold>> thresholds(
      BudgetConfig budget, BudgetCycle cycle, List<Fill> fills, Instant now) {
    Known crossed = known(budget.name(), cycle.label(), now);
    List<Crossing> fresh = new ArrayList<>();
    for (Fill fill : fills) {
      for (int percent : budget.thresholds()) {
        if (fill.reached(percent) && !crossed.of(fill.terms()).containsKey(percent)) {
          fresh.add(new Crossing(budget.name(), fill.terms(), cycle.label(), percent, now));
        }
      }
    }
    if (!fresh.isEmpty() && keep(fresh)) {
      fresh.forEach(crossed::add);
    }
    return fills.stream().map(fill -> thresholds(budget, fill, crossed)).toList();
  }

  private static List<BudgetState.Threshold> thresholds(
      BudgetConfig budget, Fill fill, Known crossed) {
    Map<Integer, Instant> at = crossed.of(fill.terms());
    return budget.thresholds().stream()
        .map(
            percent ->
                new BudgetState.Threshold(
                    percent, fill.reached(percent) || at.containsKey(percent), at.get(percent)))
        .toList();
  }

  /** The periods before are over, and forgotten here. */
  private Known known(String budget, String cycle, Instant now) {
    Known crossed = known.get(budget);
    if (crossed == null || !crossed.serves(cycle, kept.isShared(), now)) {
      crossed = new Known(cycle, now, new HashMap<>());
      kept.of(budget, cycle).forEach(crossed::add);
      known.put(budget, crossed);
    }
    return crossed;
  }

  /** What cannot be kept now is kept at the next question. */
  private boolean keep(List<Crossing> crossings) {
    try {
      boolean done = kept.keep(crossings);
      failing = false;
      return done;
    } catch (LedgerException e) {
      if (!failing) {
        log.warn("Crossed thresholds cannot be kept yet. cause={}", e.getMessage());
      }
      failing = true;
      return false;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import aispend.config.BudgetConfig;
import aispend.ledger.CrossingLog;
import aispend.ledger.CrossingLog.Crossing;
import aispend.ledger.LedgerException;
import aispend.model.Dimension;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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

  private final CrossingLog kept;
  private final Map<Period, Map<Integer, Instant>> known = new HashMap<>();
  private boolean failing;

  /** One period of one budget. */
  private record Period(String budget, String terms, String cycle) {}

  Latches(CrossingLog kept) {
    this.kept = kept;
  }

  /** The thresholds of a budget; keeps those that are crossed now and were not before. */
  synchronized List<BudgetState.Threshold> thresholds(
      BudgetConfig budget, BudgetCycle cycle, BigDecimal ratio, Instant now) {
    Period period = new Period(budget.name(), terms(budget), cycle.label());
    Map<Integer, Instant> crossed = crossed(period);
    List<BudgetState.Threshold> thresholds = new ArrayList<>();
    for (int percent : budget.thresholds()) {
      boolean reached = ratio.multiply(HUNDRED).compareTo(BigDecimal.valueOf(percent)) >= 0;
      if (reached && !crossed.containsKey(percent)) {
        keep(period, percent, now);
      }
      @Nullable Instant at = crossed.get(percent);
      thresholds.add(new BudgetState.Threshold(percent, reached || at != null, at));
    }
    return thresholds;
  }

  private Map<Integer, Instant> crossed(Period period) {
    Map<Integer, Instant> crossed = known.get(period);
    if (crossed == null) {
      // The periods before are over.
      known
          .keySet()
          .removeIf(
              other ->
                  other.budget().equals(period.budget()) && other.terms().equals(period.terms()));
      crossed = new HashMap<>();
      for (Crossing each : kept.of(period.budget(), period.terms(), period.cycle())) {
        crossed.put(each.percent(), each.at());
      }
      known.put(period, crossed);
    }
    return crossed;
  }

  /** What cannot be kept now is kept at the next question. */
  private void keep(Period period, int percent, Instant now) {
    Crossing crossing = new Crossing(period.budget(), period.terms(), period.cycle(), percent, now);
    try {
      if (kept.keep(crossing)) {
        crossed(period).put(percent, now);
      }
      failing = false;
    } catch (LedgerException e) {
      if (!failing) {
        log.warn("A crossed threshold cannot be kept yet. cause={}", e.getMessage());
      }
      failing = true;
    }
  }

  /** What makes a budget another one: {@code limit=50 period=month zone=UTC project=search-*}. */
  private static String terms(BudgetConfig budget) {
    StringBuilder terms = new StringBuilder();
    terms.append("limit=").append(budget.limit().decimal());
    terms.append(" period=").append(budget.cycle().period().code());
    terms.append(" zone=").append(budget.cycle().zone());
    for (Map.Entry<Dimension, String> wanted : budget.where().entrySet()) {
      terms.append(' ').append(wanted.getKey().code()).append('=').append(wanted.getValue());
    }
    return terms.toString();
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import aispend.config.BudgetConfig;
import aispend.ledger.CostQuery;
import aispend.ledger.CostRow;
import aispend.ledger.LedgerReader;
import aispend.ledger.SumQuery.Granularity;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What each value of a quota spent in its running period, by one question for all of them. A month
 * of ten thousand users is many rows, of which only today's change all the time: the days before
 * today are kept for as long as the caller allows, today for a second. Any thread may ask; no lock
 * is held while the ledger is read.
 */
final class QuotaSpend {
  /** For who wants to see restated days soon. */
  static final Duration SOON = Duration.ofSeconds(30);

  /** For who must not wait, while another asks soon. */
  static final Duration AT_ONCE = Duration.ofMinutes(5);

  private static final Duration TODAY = Duration.ofSeconds(1);

  private record Key(String budget, boolean today) {}

  private record Snapshot(ChargePeriod period, long revision, Instant at, Map<String, Long> nanos) {
    boolean serves(ChargePeriod other, long revisionNow, Instant now, Duration age) {
      boolean young = !now.isBefore(at) && now.isBefore(at.plus(age));
      return period.equals(other) && (revision == revisionNow || young);
    }
  }

  private final LedgerReader ledger;
  private final Map<Key, Snapshot> known = new ConcurrentHashMap<>();

  QuotaSpend(LedgerReader ledger) {
    this.ledger = ledger;
  }

  /**
   * Nanos of dollars by value, as values are shown; without those that have none.
   *
   * @param hours the UTC hours of the running period
   * @param age how old what is known of the days before today may be
   */
  Map<String, Long> of(BudgetConfig quota, ChargePeriod hours, Instant now, Duration age) {
    Instant today = now.truncatedTo(ChronoUnit.DAYS);
    Map<String, Long> spent = new HashMap<>();
    if (today.isAfter(hours.start()) && today.isBefore(hours.end())) {
      add(spent, quota, new ChargePeriod(hours.start(), today), now, age);
      add(spent, quota, new ChargePeriod(today, hours.end()), now, TODAY);
    } else {
      add(spent, quota, hours, now, TODAY);
    }
    return spent;
  }

  private void add(
      Map<String, Long> spent, BudgetConfig quota, ChargePeriod period, Instant now, Duration age) {
    Key key = new Key(quota.name(), age.equals(TODAY));
    long revision = ledger.revision();
    Snapshot last = known.get(key);
    if (last == null || !last.serves(period, revision, now, age)) {
      last = new Snapshot(period, revision, now, read(quota, period));
      known.put(key, last);
    }
    last.nanos().forEach((value, nanos) -> spent.merge(value, nanos, Math::addExact));
  }

  private Map<String, Long> read(BudgetConfig quota, ChargePeriod period) {
    Dimension per = Quotas.dimension(quota);
    Map<String, Long> nanos = new HashMap<>();
    for (CostRow row : ledger.costs(new CostQuery(period, per, quota.where(), Granularity.TOTAL))) {
      nanos.merge(row.value(), row.cost().nanos(), Math::addExact);
    }
    return nanos;
  }
}

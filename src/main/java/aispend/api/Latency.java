// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import aispend.api.EventBodies.Latencies;
import aispend.api.EventBodies.LatencyRow;
import aispend.api.EventBodies.Percentiles;
import aispend.ledger.LatencyCounts;
import aispend.ledger.LatencyQuery;
import aispend.ledger.LedgerReader;
import aispend.model.ChargePeriod;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** How long calls took, by what single events told. Any thread may ask. */
final class Latency {
  private static final IntegerParameter HOURS =
      new IntegerParameter("hours", 1, 720, 24, "UTC hours, the running one included.");

  private static final Comparator<LatencyRow> MOST_CALLS =
      Comparator.comparing((LatencyRow row) -> row.latencyMs().count() + row.ttftMs().count())
          .reversed()
          .thenComparing(LatencyRow::provider)
          .thenComparing(LatencyRow::model);

  private final LedgerReader ledger;
  private final Spending spending;
  private final Clock clock;

  Latency(LedgerReader ledger, Clock clock) {
    this.ledger = ledger;
    this.spending = new Spending(ledger);
    this.clock = clock;
  }

  Endpoint endpoint() {
    return new Endpoint(
        "/api/latency",
        "How long the calls of the last hours took, by provider and model.",
        new Parameters(List.of(HOURS), List.of(), LatencyQuery.KNOWN),
        Latencies.class,
        asked -> latencies(asked.scope(), asked.number(HOURS)));
  }

  private Answer<Latencies> latencies(Scope scope, int hours) {
    Instant now = clock.instant();
    ChargePeriod period = Periods.hours(now, hours);
    List<LatencyRow> models =
        ledger.latencies(new LatencyQuery(period, scope.where(), scope.source())).stream()
            .map(Latency::row)
            .sorted(MOST_CALLS)
            .toList();
    return spending.answer(
        now, scope, period, 0, new Latencies(hours, LatencyCounts.RELATIVE_ERROR, models));
  }

  private static LatencyRow row(LedgerReader.Latencies of) {
    return new LatencyRow(
        of.provider(), of.model(), percentiles(of.latency()), percentiles(of.firstToken()));
  }

  private static Percentiles percentiles(LatencyCounts counts) {
    long count = counts.count();
    return count == 0
        ? new Percentiles(0, null, null, null)
        : new Percentiles(
            count, counts.percentile(50), counts.percentile(95), counts.percentile(99));
  }
}

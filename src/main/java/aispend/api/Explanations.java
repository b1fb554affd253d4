// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import aispend.ledger.LedgerReader;
import aispend.ledger.LedgerReader.SourceState;
import aispend.ledger.SumQuery;
import aispend.ledger.SumQuery.Granularity;
import aispend.ledger.SumRow;
import aispend.model.ChargePeriod;
import aispend.model.Money;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Says of any answer about spend which layer contributed what, by hour or by day. */
final class Explanations {
  private static final String PATHS = "/api/costs/";
  private static final Set<String> HOURLY = Set.of("hours", "window_hours");

  private static final TextParameter EXPLAIN =
      TextParameter.oneOf(
          "explain",
          "true: which source and layer contributed what, by hour or by day.",
          List.of("true", "false"));

  private final LedgerReader ledger;

  Explanations(LedgerReader ledger) {
    this.ledger = ledger;
  }

  /** The endpoint, which takes {@code explain} too when it is about spend. */
  Endpoint offered(Endpoint endpoint) {
    if (!endpoint.path().startsWith(PATHS)) {
      return endpoint;
    }
    Parameters known = endpoint.parameters();
    Granularity width =
        known.numbers().stream().anyMatch(number -> HOURLY.contains(number.name()))
            ? Granularity.HOUR
            : Granularity.DAY;
    return new Endpoint(
        endpoint.path(),
        endpoint.summary(),
        known.with(EXPLAIN),
        endpoint.body(),
        asked -> explained(endpoint.handler().answer(asked), asked, width));
  }

  private Answer<?> explained(Answer<?> answer, Question asked, Granularity width)
      throws ApiException {
    String wanted = asked.text(EXPLAIN);
    if (wanted == null || wanted.equals("false")) {
      return answer;
    }
    if (!wanted.equals("true")) {
      throw ApiException.badParameter(
          EXPLAIN.name(), "is '" + Text.cut(wanted) + "'", "true, false");
    }
    return answer.explained(
        contributions(asked.scope(), new ChargePeriod(answer.from(), answer.to()), width));
  }

  private List<Contribution> contributions(Scope scope, ChargePeriod period, Granularity width) {
    SumQuery all = SumQuery.total(period).where(scope.where()).each(width);
    List<Contribution> contributions = new ArrayList<>();
    for (SourceState state : byLayer()) {
      if (scope.source() == null || scope.source().equals(state.source().label())) {
        Map<Instant, Money> contributed = costs(all.contributedBy(state.source().name()));
        Map<Instant, Money> reported = costs(all.ofSource(state.source().name()));
        Set<Instant> starts = new TreeSet<>(contributed.keySet());
        starts.addAll(reported.keySet());
        starts.forEach(
            start ->
                contributions.add(
                    contribution(
                        state,
                        start,
                        width,
                        contributed.getOrDefault(start, Money.ZERO_USD),
                        reported.getOrDefault(start, Money.ZERO_USD))));
      }
    }
    contributions.sort(Comparator.comparing(Contribution::start));
    return contributions;
  }

  private List<SourceState> byLayer() {
    return ledger.sources().stream()
        .sorted(
            Comparator.comparing((SourceState state) -> state.source().provider())
                .thenComparing(state -> state.source().layer())
                .thenComparing(state -> state.source().name()))
        .toList();
  }

  private Map<Instant, Money> costs(SumQuery query) {
    Map<Instant, Money> costs = new HashMap<>();
    for (SumRow row : ledger.sums(query)) {
      costs.merge(Spending.bucketOf(row), row.cost(), Money::plus);
    }
    return costs;
  }

  private static Contribution contribution(
      SourceState state, Instant start, Granularity width, Money contributed, Money reported) {
    Instant end = start.plus(1, width == Granularity.HOUR ? ChronoUnit.HOURS : ChronoUnit.DAYS);
    boolean settled = state.settledUntil().filter(until -> !until.isBefore(end)).isPresent();
    return new Contribution(
        start,
        state.source().provider(),
        state.source().layer().code(),
        state.source().name(),
        contributed.equals(reported) ? "detail" : "residual",
        contributed,
        reported,
        settled);
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import aispend.ledger.FallbackCall;
import aispend.ledger.LedgerReader;
import aispend.ledger.LedgerReader.SourceState;
import aispend.ledger.Settlement;
import aispend.ledger.SumQuery;
import aispend.ledger.SumQuery.Granularity;
import aispend.ledger.SumRow;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Asks the ledger, and says how certain its answers are. */
final class Spending {
  private final LedgerReader ledger;

  Spending(LedgerReader ledger) {
    this.ledger = ledger;
  }

  List<SumRow> by(Scope scope, ChargePeriod period, Dimension... dimensions) {
    return ledger.sums(scope.narrow(SumQuery.total(period, dimensions)));
  }

  List<SumRow> each(Scope scope, ChargePeriod period, Granularity width) {
    return ledger.sums(scope.narrow(SumQuery.total(period).each(width)));
  }

  List<SumRow> sums(SumQuery query) {
    return ledger.sums(query);
  }

  List<FallbackCall> fallbacks(Scope scope, ChargePeriod period) {
    return ledger.fallbacks(scope.narrow(SumQuery.total(period)));
  }

  static Instant bucketOf(SumRow row) {
    return Objects.requireNonNull(row.bucket(), "a sum with a granularity has a bucket");
  }

  <B extends Record> Answer<B> answer(
      Instant now, Scope scope, ChargePeriod period, long unpricedTokens, B body) {
    return new Answer<>(
        now.truncatedTo(ChronoUnit.SECONDS),
        settledUntil(scope),
        unpricedTokens,
        period.start(),
        period.end(),
        scope.source(),
        body);
  }

  /** An answer that is about no stretch: unpriced tokens are those of the running month. */
  <B extends Record> Answer<B> thisMonth(Instant now, B body) {
    ChargePeriod month = Periods.monthToDate(now);
    long unpriced = Sums.unpricedTokens(by(Scope.ALL, month));
    return answer(now, Scope.ALL, month, unpriced, body);
  }

  /** The earliest of the sources that may still change the answer; null when one has not said. */
  private @Nullable Instant settledUntil(Scope scope) {
    List<Optional<Instant>> settled = relevant(scope).map(SourceState::settledUntil).toList();
    if (settled.isEmpty() || settled.stream().anyMatch(Optional::isEmpty)) {
      return null;
    }
    return settled.stream().flatMap(Optional::stream).min(Instant::compareTo).orElse(null);
  }

  private Stream<SourceState> relevant(Scope scope) {
    String source = scope.source();
    String provider = scope.where().get(Dimension.PROVIDER);
    List<SourceState> all = ledger.sources();
    if (source != null) {
      return all.stream().filter(state -> state.source().label().equals(source));
    }
    boolean oneProvider =
        all.stream().anyMatch(state -> state.source().provider().equals(provider));
    return Settlement.awaited(all).stream()
        .filter(state -> !oneProvider || state.source().provider().equals(provider));
  }
}

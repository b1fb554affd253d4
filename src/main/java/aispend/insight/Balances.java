// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import aispend.config.PrepaidConfig;
import aispend.ledger.LedgerReader;
import aispend.ledger.SumQuery;
import aispend.ledger.SumRow;
import aispend.model.BalanceLevel;
import aispend.model.Dimension;
import aispend.model.Money;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is left of prepaid credit: what the provider says, all parts of one currency together; where
 * it does not say, all that was bought up to today, less canonical spend since the first purchase's
 * UTC day, today's included. Credit bought later does not count yet.
 */
final class Balances {
  /** What a provider said longer ago may be spent. */
  private static final Duration FRESH = Duration.ofDays(1);

  private final LedgerReader ledger;
  private final LocalDate today;
  private final Instant known;

  Balances(LedgerReader ledger, Instant now) {
    this.ledger = ledger;
    this.today = DailySpend.dayOf(now);
    this.known = now.minus(FRESH);
  }

  /** By provider; none for one whose credit begins later. */
  List<Balance> of(List<PrepaidConfig> prepaid) {
    Map<String, List<PrepaidConfig>> byProvider = new TreeMap<>();
    for (PrepaidConfig credit : prepaid) {
      if (!credit.from().isAfter(today)) {
        byProvider.computeIfAbsent(credit.provider(), name -> new ArrayList<>()).add(credit);
      }
    }
    List<Balance> balances = new ArrayList<>(told());
    Set<String> telling = balances.stream().map(Balance::provider).collect(Collectors.toSet());
    byProvider.forEach(
        (provider, bought) -> {
          if (!telling.contains(provider)) {
            balances.add(balance(provider, bought));
          }
        });
    return List.copyOf(balances);
  }

  private List<Balance> told() {
    Map<List<String>, Money> sums = new LinkedHashMap<>();
    for (BalanceLevel level : ledger.balances()) {
      Money left = level.balance().left();
      if (!level.until().isBefore(known)) {
        sums.merge(List.of(level.provider(), left.currency()), left, Money::plus);
      }
    }
    return sums.entrySet().stream()
        .map(sum -> new Balance(sum.getKey().get(0), sum.getValue()))
        .toList();
  }

  private Balance balance(String provider, List<PrepaidConfig> bought) {
    Money sum = bought.stream().map(PrepaidConfig::amount).reduce(Money.ZERO_USD, Money::plus);
    LocalDate from =
        bought.stream().map(PrepaidConfig::from).min(LocalDate::compareTo).orElseThrow();
    SumQuery query =
        SumQuery.total(DailySpend.period(from, today.plusDays(1)))
            .where(Map.of(Dimension.PROVIDER, provider));
    Money spent = ledger.sums(query).stream().map(SumRow::cost).reduce(Money.ZERO_USD, Money::plus);
    return new Balance(provider, sum.minus(spent));
  }
}

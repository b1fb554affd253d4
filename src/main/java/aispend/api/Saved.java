// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import aispend.api.InsightBodies.AsModel;
import aispend.api.InsightBodies.Savings;
import aispend.api.InsightBodies.SavingsRow;
import aispend.ledger.SumQuery;
import aispend.ledger.SumQuery.Granularity;
import aispend.ledger.SumRow;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import aispend.model.Money;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What caches, tiers and fallbacks saved, and what another model would have cost. Any thread may
 * ask.
 */
final class Saved {
  private static final TextParameter AS_MODEL =
      new TextParameter(
          "as_model",
          "Prices the same tokens as this model, as in openai/gpt-5-mini.",
          Map.of("type", "string", "maxLength", 200, "example", "gpt-5-mini"));

  private final Spending spending;
  private final ListPrices prices;
  private final Clock clock;

  /** A model of a price list. */
  private record Listed(String vendor, String model) {}

  Saved(Spending spending, ListPrices prices, Clock clock) {
    this.spending = spending;
    this.prices = prices;
    this.clock = clock;
  }

  Endpoint endpoint() {
    return new Endpoint(
        "/api/costs/savings",
        "What caches, tiers and fallbacks saved, and what another model would have cost.",
        Parameters.filtered(IntegerParameter.DAYS).with(AS_MODEL),
        Savings.class,
        this::savings);
  }

  private Answer<Savings> savings(Question asked) throws ApiException {
    Instant now = clock.instant();
    Scope scope = asked.scope();
    ChargePeriod period = Periods.days(now, asked.number(IntegerParameter.DAYS));
    String wanted = asked.text(AS_MODEL);
    Listed listed = wanted == null ? null : listed(wanted);
    List<SumRow> models = spending.by(scope, period, Dimension.MODEL);
    Savings body =
        new Savings(
            Sums.cost(models),
            sum(models).cache(),
            sum(models).tier(),
            rows(models, Dimension.MODEL),
            rows(spending.by(scope, period, Dimension.TIER), Dimension.TIER),
            scope.source() != null ? null : Fallbacks.of(spending.fallbacks(scope, period), prices),
            listed == null ? null : asModel(listed, scope, period));
    return spending.answer(now, scope, period, Sums.unpricedTokens(models), body);
  }

  private Listed listed(String wanted) throws ApiException {
    int slash = wanted.indexOf('/');
    String model = slash < 0 ? wanted : wanted.substring(slash + 1);
    List<String> vendors =
        prices.vendorsOf(model).stream()
            .filter(vendor -> slash < 0 || vendor.equals(wanted.substring(0, slash)))
            .toList();
    if (vendors.isEmpty()) {
      throw ApiException.badParameter(
          "as_model",
          "is '" + Text.cut(wanted) + "', which no price list has",
          "a model of the price lists, or vendor/model");
    }
    return new Listed(vendors.get(0), model);
  }

  /** Each day at its own prices; what has no price there or here is left out of both sides. */
  private AsModel asModel(Listed as, Scope scope, ChargePeriod period) {
    Money actual = Money.ZERO_USD;
    Money other = Money.ZERO_USD;
    long tokens = 0;
    long leftOut = 0;
    SumQuery query =
        SumQuery.total(period, Dimension.PROVIDER, Dimension.MODEL).each(Granularity.DAY);
    for (SumRow row : spending.sums(scope.narrow(query))) {
      Optional<Money> cost =
          row.unpricedTokens() > 0
              ? Optional.empty()
              : prices.cost(as.vendor(), as.model(), Spending.bucketOf(row), row.tokens());
      if (cost.isEmpty()) {
        leftOut = Math.addExact(leftOut, row.tokens().total());
      } else if (!row.tokens().isEmpty()) {
        tokens = Math.addExact(tokens, row.tokens().total());
        actual = actual.plus(row.cost());
        other = other.plus(cost.get());
      }
    }
    return new AsModel(
        as.vendor(), as.model(), actual, other, actual.minus(other), tokens, leftOut);
  }

  private static List<SavingsRow> rows(List<SumRow> sums, Dimension dimension) {
    return sums.stream()
        .filter(row -> !row.savings().equals(aispend.model.Savings.NONE))
        .map(
            row ->
                new SavingsRow(
                    row.key().get(dimension),
                    row.cost(),
                    row.savings().cache(),
                    row.savings().tier()))
        .sorted(Comparator.comparing(Saved::total).reversed().thenComparing(SavingsRow::value))
        .toList();
  }

  private static Money total(SavingsRow row) {
    return row.cacheUsd().plus(row.tierUsd());
  }

  private static aispend.model.Savings sum(List<SumRow> rows) {
    return rows.stream()
        .map(SumRow::savings)
        .reduce(aispend.model.Savings.NONE, aispend.model.Savings::plus);
  }
}

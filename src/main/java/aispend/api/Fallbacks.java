// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import aispend.api.InsightBodies.Fallback;
import aispend.api.InsightBodies.FallbackRow;
import aispend.ledger.FallbackCall;
import aispend.model.Dimension;
import aispend.model.Money;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What calls saved that another model answered than the one asked first: what their tokens cost on
 * that one by its price list, less what they cost.
 */
final class Fallbacks {
  private static final ObjectReader JSON = JsonMapper.builder().build().reader();
  private static final Comparator<FallbackRow> MOST_SAVED =
      Comparator.comparing(FallbackRow::savedUsd).reversed();

  private final ListPrices prices;
  private final Map<Pair, List<FallbackCall>> byPair =
      new TreeMap<>(Comparator.comparing(Pair::asked).thenComparing(Pair::answered));

  private record Pair(String asked, String answered) {}

  private Fallbacks(ListPrices prices) {
    this.prices = prices;
  }

  static Fallback of(List<FallbackCall> calls, ListPrices prices) {
    Fallbacks fallbacks = new Fallbacks(prices);
    for (FallbackCall call : calls) {
      asked(call)
          .ifPresent(
              asked ->
                  fallbacks
                      .byPair
                      .computeIfAbsent(
                          new Pair(asked, call.dimensions().get(Dimension.MODEL)),
                          pair -> new ArrayList<>())
                      .add(call));
    }
    List<FallbackRow> rows = new ArrayList<>();
    fallbacks.byPair.forEach((pair, own) -> rows.add(fallbacks.row(pair, own)));
    rows.sort(MOST_SAVED);
    Money saved = rows.stream().map(FallbackRow::savedUsd).reduce(Money.ZERO_USD, Money::plus);
    return new Fallback(saved, rows);
  }

  private FallbackRow row(Pair pair, List<FallbackCall> calls) {
    Money saved = Money.ZERO_USD;
    long leftOut = 0;
    for (FallbackCall call : calls) {
      Money paid = call.cost();
      Optional<Money> instead = instead(pair.asked(), call);
      if (paid == null || instead.isEmpty()) {
        leftOut++;
      } else {
        saved = saved.plus(instead.get().minus(paid));
      }
    }
    return new FallbackRow(pair.asked(), pair.answered(), calls.size(), leftOut, saved);
  }

  /** By the list of the same vendor where it has the model. */
  private Optional<Money> instead(String asked, FallbackCall call) {
    List<String> vendors = prices.vendorsOf(asked);
    if (vendors.isEmpty()) {
      return Optional.empty();
    }
    String same = call.dimensions().get(Dimension.PROVIDER);
    String vendor = vendors.contains(same) ? same : vendors.get(0);
    return prices.cost(vendor, asked, call.at(), call.tokens());
  }

  private static Optional<String> asked(FallbackCall call) {
    try {
      return Optional.ofNullable(JSON.readTree(call.extra()).path("fallback_from").textValue());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the ledger holds no JSON: " + Text.cut(call.extra()), e);
    }
  }
}

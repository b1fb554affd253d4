// SPDX-License-Identifier: Apache-2.0
package aispend.recipe;

import aispend.model.Money;
import aispend.model.ReportedBalance;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * How a recipe reads what is left of prepaid credit: one GET.
 *
 * @param path below the base URL
 * @param rows where the parts of the account are; null when the answer is the only one
 * @param left what is left of a part
 * @param part where its name is; null when parts have none
 */
record Balance(List<Template> path, @Nullable Rows rows, Charge left, @Nullable Pointer part) {
  private static final String ONLY_PART = "credits";

  Balance {
    path = List.copyOf(path);
  }

  HttpUrl url(HttpUrl base, Template.Values values) {
    HttpUrl.Builder url = base.newBuilder();
    path.forEach(segment -> url.addPathSegment(segment.filled(values)));
    return url.build();
  }

  /**
   * The parts of an answer.
   *
   * @throws UnreadableException when there is none, or what is left of one is no amount
   */
  List<ReportedBalance> in(JsonNode document, Template.Values values) throws UnreadableException {
    List<Place> parts = rows == null ? List.of(Place.of(document)) : rows.in(document).rows();
    List<ReportedBalance> balances = new ArrayList<>();
    for (Place place : parts) {
      balances.add(new ReportedBalance(name(place), amount(place, values)));
    }
    return List.copyOf(balances);
  }

  private String name(Place place) {
    String name = part == null ? "" : part.find(place).asText("");
    return name.isBlank() ? ONLY_PART : name;
  }

  private Money amount(Place place, Template.Values values) throws UnreadableException {
    String currency = left.currencyOf(place, values).toUpperCase(Locale.ROOT);
    try {
      BigDecimal amount = left.amount().in(place);
      if (amount == null) {
        throw new UnreadableException("balance.left found nothing");
      }
      return Money.of(amount, currency);
    } catch (Amount.NoNumberException e) {
      throw new UnreadableException(
          "balance.left found " + e.getMessage() + ", which is no number");
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new UnreadableException("balance.left is no amount of " + currency);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import aispend.model.ChargePeriod;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;

/**
 * DeepSeek's and Moonshot's balance, which is all they tell. Spend is taken from what was granted;
 * every other day something is paid in beside it.
 */
final class BalanceProtocol extends FieldProtocol {
  private static final BigDecimal GRANTED = new BigDecimal("900");
  private static final BigDecimal PAID_IN = new BigDecimal("20");

  private final boolean deepSeek;

  private BalanceProtocol(FieldBill bill, Timeline timeline, boolean deepSeek) {
    super(bill, timeline, Key.bearer("sk-"));
    this.deepSeek = deepSeek;
  }

  static BalanceProtocol deepSeek(FieldBill bill, Timeline timeline) {
    return new BalanceProtocol(bill, timeline, true);
  }

  static BalanceProtocol moonshot(FieldBill bill, Timeline timeline) {
    return new BalanceProtocol(bill, timeline, false);
  }

  @Override
  JsonNode reply(Request request) throws Refusal {
    BigDecimal granted = GRANTED.subtract(BigDecimal.valueOf(nanos(everUsed()), 9));
    long payments = Bill.epochDay(ChargePeriod.dayOf(now())) / 2;
    return switch (request.route()) {
      case "GET /user/balance" -> deepSeek(request, granted, payments);
      case "GET /v1/users/me/balance" -> moonshot(request, granted, payments);
      default -> throw unknown(request);
    };
  }

  /** Texts, an entry a currency. */
  private ObjectNode deepSeek(Request request, BigDecimal granted, long payments) throws Refusal {
    if (!deepSeek) {
      throw unknown(request);
    }
    BigDecimal paid = PAID_IN.multiply(BigDecimal.valueOf(payments % 1000));
    ObjectNode body = Json.object().put("is_available", true);
    ArrayNode accounts = body.putArray("balance_infos");
    accounts
        .addObject()
        .put("currency", "USD")
        .put("total_balance", granted.add(paid).toPlainString())
        .put("granted_balance", granted.toPlainString())
        .put("topped_up_balance", paid.toPlainString());
    accounts
        .addObject()
        .put("currency", "CNY")
        .put("total_balance", "110.00")
        .put("granted_balance", "10.00")
        .put("topped_up_balance", "100.00");
    return body;
  }

  /** Numbers without a currency; cash is below zero, which is owed. */
  private ObjectNode moonshot(Request request, BigDecimal granted, long payments) throws Refusal {
    if (deepSeek) {
      throw unknown(request);
    }
    BigDecimal cash = PAID_IN.multiply(BigDecimal.valueOf(payments % 1000 - 2000));
    ObjectNode body = Json.object().put("code", 0);
    body.putObject("data")
        .put("available_balance", granted)
        .put("voucher_balance", granted)
        .put("cash_balance", cash);
    return body.put("scode", "0x0").put("status", true);
  }
}

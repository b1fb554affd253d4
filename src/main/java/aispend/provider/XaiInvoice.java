// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.model.Money;
import aispend.model.ProviderException;
import aispend.model.ReportedBalance;
import aispend.model.ReportedLimit;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import okhttp3.HttpUrl;

/**
 * What a team has left and may spend, by the preview of its next invoice ({@code GET
 * /v1/billing/teams/TEAM/postpaid/invoice/preview}); all amounts are <b>cents</b>, as texts:
 *
 * <pre>{@code
 * {"coreInvoice":{"totalWithCorr":{"val":"1176"},"prepaidCredits":{"val":"-5170"},
 *    "prepaidCreditsUsed":{"val":"-1176"}},
 *  "effectiveSpendingLimit":"20000","billingCycle":{"year":2026,"month":11}}
 * }</pre>
 *
 * Credit is negative, and is what there was when the billing cycle began: what was used of it since
 * stands beside it, with whichever sign. A limit of 0 is that of a team that only pays ahead. What
 * is left is also the total of the ledger of credit ({@code /prepaid/balance}), which at one
 * account was seen to tell purchases alone, and more credit than the vendor's console.
 */
final class XaiInvoice {
  private static final String PART = "prepaid";

  private final VendorApi api;

  XaiInvoice(VendorApi api) {
    this.api = api;
  }

  /** Credit at the begin of the cycle, less what was used of it since. */
  List<ReportedBalance> left(String team) throws ProviderException, InterruptedException {
    JsonNode invoice = preview(team).path("coreInvoice");
    Money credit = cents("prepaidCredits", invoice.path("prepaidCredits").path("val")).negated();
    Money used = cents("prepaidCreditsUsed", invoice.path("prepaidCreditsUsed").path("val"));
    Money left = credit.minus(used.nanos() < 0 ? used.negated() : used);
    return List.of(new ReportedBalance(PART, left));
  }

  /** The total of all that was paid in and taken out. */
  List<ReportedBalance> ledger(String team) throws ProviderException, InterruptedException {
    JsonNode total = api.get(url(team, "prepaid/balance")).path("total").path("val");
    return List.of(new ReportedBalance(PART, cents("the balance", total).negated()));
  }

  /** What may be spent in the running cycle beyond what is paid ahead, if anything. */
  List<ReportedLimit> limits(String team) throws ProviderException, InterruptedException {
    JsonNode preview = preview(team);
    Money most = cents("effectiveSpendingLimit", preview.path("effectiveSpendingLimit"));
    if (most.nanos() <= 0) {
      return List.of();
    }
    JsonNode total = preview.path("coreInvoice").path("totalWithCorr").path("val");
    Money spent = cents("totalWithCorr", total);
    return List.of(new ReportedLimit("team", team, "", "month", most, spent));
  }

  private JsonNode preview(String team) throws ProviderException, InterruptedException {
    return api.get(url(team, "postpaid/invoice/preview"));
  }

  private HttpUrl url(String team, String path) {
    return api.url("v1/billing/teams/" + team + "/" + path).build();
  }

  private Money cents(String what, JsonNode amount) throws ProviderException {
    return ToldMoney.cents(api, what, amount, "USD");
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static aispend.provider.Reported.day;
import static aispend.provider.Reported.usd;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aispend.http.Json;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Money;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.model.ReportedBalance;
import aispend.model.ReportedLimit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class XaiProviderTest extends ProviderContract {
  private static final String USAGE = "/v1/billing/teams/team-7/usage";
  private static final String BALANCE = "/v1/billing/teams/team-7/prepaid/balance";
  private static final String INVOICE = "/v1/billing/teams/team-7/postpaid/invoice/preview";
  private static final Map<String, String> BY_INVOICE =
      Map.of("team_id", "team-7", "balance", "invoice");
  private static final String VALIDATION = "/auth/management-keys/validation";

  private static final Dimensions PROMPT =
      Dimensions.of(Dimension.KEY, "prod (xai-...3Xxp)")
          .with(Dimension.LINE_ITEM, "Prompt text tokens");
  private static final Dimensions SOME =
      Dimensions.of(Dimension.KEY, "p").with(Dimension.LINE_ITEM, "u");

  @Override
  protected ProviderType type() {
    return XaiProvider.TYPE;
  }

  @Override
  protected List<Report> reports() {
    return List.of(usage());
  }

  @Override
  protected String key() {
    return "invented-management-key";
  }

  @Override
  protected Map<String, String> credential() {
    return Map.of("authorization", "Bearer " + key());
  }

  @Override
  protected String emptyPage() {
    return VendorServer.fixture("xai/usage_empty_bucket.json");
  }

  @Override
  protected String scope() {
    return "billing:read";
  }

  @Override
  protected Map<String, String> options() {
    return Map.of("team_id", "team-7");
  }

  private static Report usage() {
    return Report.whole(
        "usage",
        "usage",
        USAGE,
        Reported.window("2026-11-19T00:00:00Z", "2026-11-22T00:00:00Z"),
        Map.of(),
        Map.of(
            "normal",
                List.of(
                    day("usage", "2026-11-19", usd(PROMPT, null, null, "1.2345")),
                    day(
                        "usage",
                        "2026-11-20",
                        usd(PROMPT, null, null, "0.5"),
                        usd(
                            PROMPT.with(Dimension.LINE_ITEM, "Completion text tokens"),
                            null,
                            null,
                            "2"))),
            "decimals",
                List.of(
                    day("usage", "2026-11-19", usd(SOME, null, null, "0.1234567890123")),
                    day("usage", "2026-11-20", usd(SOME, null, null, "1.50E-7")),
                    day("usage", "2026-11-21", usd(SOME, null, null, ""))),
            "unknown_things",
                List.of(
                    day(
                        "usage",
                        "2026-11-20",
                        usd(Dimensions.of(Dimension.KEY, "k"), null, null, "1"))),
            "outside_window", List.of(),
            "empty_bucket", List.of()));
  }

  @Test
  void window_isAskedForByDayInGmt() throws Exception {
    fetch(provider(), usage());

    assertThat(Json.read(requireNonNull(vendor().requests().get(0).getBody()).utf8()))
        .isEqualTo(
            Json.read(
                """
                {"analyticsRequest": {
                   "timeRange": {"startTime": "2026-11-19 00:00:00",
                     "endTime": "2026-11-21 23:59:59", "timezone": "Etc/GMT"},
                   "timeUnit": "TIME_UNIT_DAY",
                   "values": [{"name": "usd", "aggregation": "AGGREGATION_SUM"}],
                   "groupBy": ["api_key_id", "unit_type"],
                   "filters": []}}
                """));
  }

  @Test
  void limitedAnswer_isAskedForInHalvesDownToADay() throws Exception {
    vendor()
        .script(
            USAGE,
            file("usage_limited.json"),
            file("usage_empty_bucket.json"),
            file("usage_normal.json"));
    assertThat(fetch(provider(), usage())).hasSize(1);
    assertThat(vendor().requests()).hasSize(3);

    vendor().always(file("usage_limited.json"));
    ProviderException failure =
        catchThrowableOfType(ProviderException.class, () -> fetch(provider(), usage()));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(failure).hasMessageContaining("name less in options.group_by");
  }

  @Test
  void balanceByInvoice_isTheCreditOfTheCycleLessWhatWasUsedOfIt() throws Exception {
    vendor().script(INVOICE, file("invoice.json"), file("invoice_ahead_only.json"));
    Provider provider = provider(BY_INVOICE);

    assertThat(provider.balances())
        .containsExactly(new ReportedBalance("prepaid", Money.usd("39.94")));
    assertThat(provider.balances())
        .containsExactly(new ReportedBalance("prepaid", Money.usd("-8.3")));
  }

  @Test
  void balance_isCentsWithTheSignInverted() throws Exception {
    vendor().script(BALANCE, file("balance.json"), file("balance_owed.json"));

    assertThat(provider().balances())
        .containsExactly(new ReportedBalance("prepaid", Money.usd("7.99")));
    assertThat(provider().balances())
        .containsExactly(new ReportedBalance("prepaid", Money.usd("-1.5")));
  }

  @Test
  void invoiceWithoutCredit_isBadResponseAndNotZero() {
    ProviderException failure =
        catchThrowableOfType(ProviderException.class, () -> provider(BY_INVOICE).balances());

    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(failure).hasMessageContaining("prepaidCredits is 'null'");
  }

  @Test
  void limit_isThatOfTheBillingCycleAndNoneForWhoPaysAhead() throws Exception {
    vendor().script(INVOICE, file("invoice.json"), file("invoice_ahead_only.json"));

    assertThat(provider().limits())
        .containsExactly(
            new ReportedLimit("team", "team-7", "", "month", Money.usd("200"), Money.usd("11.76")));
    assertThat(provider().limits()).isEmpty();
  }

  @Test
  void teamThatIsNotConfigured_isAskedForOnce() throws Exception {
    Provider provider = provider(Map.of());
    vendor().script(VALIDATION, file("key.json"));

    fetch(provider, usage());
    fetch(provider, usage());

    assertThat(vendor().urls(VALIDATION)).hasSize(1);
    assertThat(vendor().urls(USAGE)).hasSize(2);
  }

  @Test
  void keyWithoutATeam_saysWhatToSet() {
    ProviderException failure =
        catchThrowableOfType(ProviderException.class, () -> fetch(provider(Map.of()), usage()));

    assertThat(failure).hasMessageContaining("set options.team_id");
  }

  @Test
  void unusableOption_isRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider(Map.of("group_by", "colour")))
        .withMessageStartingWith("options.group_by is 'colour'; must be each once out of");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider(Map.of("balance", "purse")))
        .withMessage("options.balance is 'purse'; must be ledger or invoice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider(Map.of("team_id", "../other")))
        .withMessage("options.team_id is '../other'; must be a team's id");
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.export;

import aispend.ledger.MonthClose;
import aispend.model.Dimension;
import aispend.model.TokenType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The columns of FOCUS 1.2 (working draft of 2025-05-30): all mandatory ones, those others that we
 * can fill, and behind them our own, which begin with {@code x_}. Source: the specification of the
 * FinOps Open Cost and Usage Specification.
 */
final class FocusColumns {
  static final List<Column> ALL = all();

  private FocusColumns() {}

  private interface Said {
    @Nullable Object of(FocusCharge charge);
  }

  private static List<Column> all() {
    List<Column> columns = new ArrayList<>();
    columns.addAll(money());
    columns.addAll(time());
    columns.addAll(charge());
    columns.addAll(quantity());
    columns.addAll(origin());
    columns.addAll(own());
    return List.copyOf(columns);
  }

  /** Nobody's list or contract is known beyond the cost, so all four are one. */
  private static List<Column> money() {
    return List.of(
        new Column("BilledCost", row -> row.total().cost()),
        new Column("EffectiveCost", row -> row.total().cost()),
        new Column("ListCost", row -> row.total().cost()),
        new Column("ContractedCost", row -> row.total().cost()),
        new Column("BillingCurrency", row -> row.total().cost().currency()));
  }

  /** The UTC month, which is the billing period of most vendors. */
  private static List<Column> time() {
    return List.of(
        new Column("BillingPeriodStart", row -> MonthClose.periodOf(row.billingMonth()).start()),
        new Column("BillingPeriodEnd", row -> MonthClose.periodOf(row.billingMonth()).end()),
        new Column("ChargePeriodStart", row -> row.period().start()),
        new Column("ChargePeriodEnd", row -> row.period().end()));
  }

  private static List<Column> charge() {
    return List.of(
        said("ChargeCategory", FocusCharge::category),
        new Column("ChargeClass", row -> row.isCorrection() ? "Correction" : null),
        said("ChargeDescription", FocusCharge::description),
        said("ChargeFrequency", FocusCharge::frequency));
  }

  private static List<Column> quantity() {
    return List.of(
        said("ConsumedQuantity", FocusCharge::quantity),
        said("ConsumedUnit", FocusCharge::unit),
        said("PricingQuantity", FocusCharge::pricingQuantity),
        said("PricingUnit", FocusCharge::pricingUnit),
        said("PricingCategory", charge -> charge.isUsage() ? "Standard" : null),
        said("SkuId", FocusCharge::sku),
        said("SkuPriceId", FocusCharge::skuPrice),
        said("SkuMeter", FocusCharge::unit));
  }

  private static List<Column> origin() {
    return List.of(
        said("BillingAccountId", FocusCharge::billingAccount),
        new Column("BillingAccountName", row -> row.known(Dimension.ACCOUNT)),
        new Column("SubAccountId", row -> row.known(Dimension.PROJECT)),
        new Column("SubAccountName", row -> row.known(Dimension.PROJECT)),
        said("ProviderName", FocusCharge::provider),
        said("PublisherName", FocusCharge::provider),
        said("InvoiceIssuerName", FocusCharge::provider),
        new Column("ServiceCategory", row -> "AI and Machine Learning"),
        new Column("ServiceSubcategory", row -> "Generative AI"),
        said("ServiceName", FocusCharge::provider),
        new Column("ResourceId", row -> row.known(Dimension.MODEL)),
        new Column("ResourceName", row -> row.known(Dimension.MODEL)),
        new Column("ResourceType", row -> row.known(Dimension.MODEL) == null ? null : "Model"),
        new Column("RegionId", row -> row.known(Dimension.REGION)),
        new Column("RegionName", row -> row.known(Dimension.REGION)),
        said("Tags", FocusCharge::tags));
  }

  private static List<Column> own() {
    List<Column> own = new ArrayList<>();
    own.add(new Column("x_Settled", ExportRow::settled));
    own.add(new Column("x_Closed", ExportRow::closed));
    own.add(new Column("x_KnownAt", ExportRow::knownAt));
    own.add(new Column("x_OriginalAmount", ExportRow::originalAmount));
    own.add(new Column("x_OriginalCurrency", ExportRow::originalCurrency));
    own.add(new Column("x_ExchangeRate", ExportRow::exchangeRate));
    own.add(new Column("x_Requests", row -> row.total().requests()));
    for (TokenType type : TokenType.values()) {
      own.add(new Column("x_" + words(type.code()) + "Tokens", row -> row.tokens(type)));
    }
    own.add(new Column("x_UnpricedTokens", row -> row.total().unpricedTokens()));
    own.add(new Column("x_CacheSavings", row -> row.total().savings().cache()));
    own.add(new Column("x_TierSavings", row -> row.total().savings().tier()));
    for (Dimension dimension :
        List.of(
            Dimension.TIER,
            Dimension.CONTEXT,
            Dimension.OPERATION,
            Dimension.LINE_ITEM,
            Dimension.VARIANT)) {
      own.add(new Column("x_" + words(dimension.code()), row -> row.known(dimension)));
    }
    return own;
  }

  private static Column said(String name, Said said) {
    return new Column(name, row -> said.of(new FocusCharge(row)));
  }

  /** {@code line_item} as {@code LineItem}. */
  private static String words(String code) {
    StringBuilder words = new StringBuilder();
    for (String word : code.split("_", -1)) {
      words.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
    }
    return words.toString();
  }
}

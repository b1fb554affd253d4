// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import aispend.insight.Cause;
import aispend.insight.DayReconciliation;
import aispend.insight.DayReconciliations;
import aispend.insight.LayerSum;
import aispend.ledger.LedgerReader;
import aispend.model.ChargePeriod;
import aispend.model.Layer;
import aispend.model.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/costs/reconciliation}: what the layers tell of the same calls. Any thread may ask.
 */
final class Reconciled {
  static final String PATH = "/api/costs/reconciliation";

  private static final IntegerParameter LIMIT =
      new IntegerParameter("limit", 1, 10_000, 1_000, "Most rows; the newest days come first.");
  private static final int RATIO_DIGITS = 6;

  private final DayReconciliations reconciliations;
  private final Spending spending;
  private final Clock clock;

  Reconciled(LedgerReader ledger, Clock clock) {
    this.reconciliations = new DayReconciliations(ledger);
    this.spending = new Spending(ledger);
    this.clock = clock;
  }

  Endpoint endpoint() {
    return new Endpoint(
        PATH,
        "What was billed, metered and attributed by provider, day and model, and why it differs.",
        new Parameters(List.of(IntegerParameter.DAYS, LIMIT), List.of(), Set.of()),
        Reconciliation.class,
        asked -> answer(asked.number(IntegerParameter.DAYS), asked.number(LIMIT)));
  }

  /**
   * The rows, newest day first, the widest gap first.
   *
   * @param totalRows how many there are
   */
  record Reconciliation(long totalRows, List<ReconciledDay> rows) {}

  /**
   * A model of a provider on a UTC day. What a layer said is null where it does not speak of the
   * day. Difference, ratio and cause are those of the widest gap; ratios are to the more binding
   * side.
   *
   * @param model empty for all models, where the bill names none
   * @param compared the two layers that the difference is between
   * @param cause null where nothing differs
   * @param priceRatio implied to list price; 0.8: a fifth less than listed
   */
  record ReconciledDay(
      LocalDate date,
      String provider,
      String model,
      @Nullable Money billedUsd,
      @Nullable Money meteredUsd,
      @Nullable Money attributedUsd,
      @Nullable Money differenceUsd,
      @Nullable BigDecimal ratio,
      @Nullable String compared,
      @Nullable String cause,
      boolean settled,
      List<ReconciledGap> gaps,
      @Nullable BigDecimal listUsdPerMillionTokens,
      @Nullable BigDecimal impliedUsdPerMillionTokens,
      @Nullable BigDecimal priceRatio) {}

  /** Two layers next to each other; the difference is the more detailed less the more binding. */
  record ReconciledGap(
      String detailed,
      String binding,
      Money differenceUsd,
      @Nullable BigDecimal ratio,
      @Nullable String cause) {}

  private Answer<Reconciliation> answer(int days, int limit) {
    Instant now = clock.instant();
    ChargePeriod period = Periods.days(now, days);
    List<DayReconciliation> all = reconciliations.of(period);
    long unpriced =
        all.stream()
            .flatMap(one -> one.layers().values().stream())
            .mapToLong(LayerSum::unpricedTokens)
            .sum();
    List<ReconciledDay> rows = all.stream().limit(limit).map(Reconciled::row).toList();
    return spending.answer(now, Scope.ALL, period, unpriced, new Reconciliation(all.size(), rows));
  }

  private static ReconciledDay row(DayReconciliation one) {
    Optional<DayReconciliation.Gap> widest = one.widest();
    return new ReconciledDay(
        one.day(),
        one.provider(),
        one.model(),
        cost(one, Layer.BILLED),
        cost(one, Layer.METERED),
        cost(one, Layer.ATTRIBUTED),
        widest.map(DayReconciliation.Gap::difference).orElse(null),
        widest.flatMap(DayReconciliation.Gap::ratio).map(Reconciled::rounded).orElse(null),
        widest.map(Reconciled::compared).orElse(null),
        widest.flatMap(DayReconciliation.Gap::cause).map(Cause::code).orElse(null),
        one.layers().values().stream().allMatch(LayerSum::settled),
        one.gaps().stream().map(Reconciled::gap).toList(),
        one.listPrice().map(Reconciled::rounded).orElse(null),
        one.impliedPrice().map(Reconciled::rounded).orElse(null),
        priceRatio(one));
  }

  private static @Nullable Money cost(DayReconciliation one, Layer layer) {
    LayerSum sum = one.layers().get(layer);
    return sum == null ? null : sum.cost();
  }

  static String compared(DayReconciliation.Gap gap) {
    return gap.detailed().layer().code() + " less " + gap.binding().layer().code();
  }

  private static ReconciledGap gap(DayReconciliation.Gap gap) {
    return new ReconciledGap(
        gap.detailed().layer().code(),
        gap.binding().layer().code(),
        gap.difference(),
        gap.ratio().map(Reconciled::rounded).orElse(null),
        gap.cause().map(Cause::code).orElse(null));
  }

  private static @Nullable BigDecimal priceRatio(DayReconciliation one) {
    Optional<BigDecimal> list = one.listPrice().filter(price -> price.signum() != 0);
    Optional<BigDecimal> implied = one.impliedPrice();
    return list.isEmpty() || implied.isEmpty()
        ? null
        : implied.get().divide(list.get(), RATIO_DIGITS, RoundingMode.HALF_EVEN);
  }

  private static BigDecimal rounded(BigDecimal value) {
    return value.setScale(RATIO_DIGITS, RoundingMode.HALF_EVEN);
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static java.util.Objects.requireNonNull;

import aispend.model.Dimension;
import aispend.model.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a budget is used up in its running period.
 *
 * @param name unique within its scope: the budget's, of a quota with the value behind it
 * @param scope what it watches: {@code org}, {@code project}, ...
 * @param period {@code hour}, {@code day}, {@code week} or {@code month}
 * @param cycle which of these periods: {@code 2026-11}
 * @param owner who is told
 * @param limit what may be spent in a period
 * @param spent what was spent so far; negative after credits
 * @param ratio spent to limit; 1 is all of it
 * @param cycleEnd first instant of the next period
 * @param thresholds those of the configuration, ascending
 * @param quota whose quota it is; null for a budget of all that it covers
 */
public record BudgetState(
    String name,
    String scope,
    String period,
    String cycle,
    String owner,
    Money limit,
    Money spent,
    BigDecimal ratio,
    Instant cycleEnd,
    List<Threshold> thresholds,
    @Nullable Quota quota) {

  /**
   * One of many budgets that are configured as one.
   *
   * @param budget the name in the configuration
   * @param by the dimension whose values have one each
   * @param value this one's
   */
  public record Quota(String budget, Dimension by, String value) {}

  /**
   * A threshold in the running period.
   *
   * @param percent of the limit
   * @param crossed whether it was crossed in this period, whatever was restated since
   * @param crossedAt when the daemon learned of it; null when it is not crossed
   */
  public record Threshold(int percent, boolean crossed, @Nullable Instant crossedAt) {}

  /** A budget without thresholds. */
  public BudgetState(
      String name,
      String scope,
      String period,
      String cycle,
      String owner,
      Money limit,
      Money spent,
      BigDecimal ratio,
      Instant cycleEnd) {
    this(name, scope, period, cycle, owner, limit, spent, ratio, cycleEnd, List.of(), null);
  }

  /** A budget of all that it covers. */
  public BudgetState(
      String name,
      String scope,
      String period,
      String cycle,
      String owner,
      Money limit,
      Money spent,
      BigDecimal ratio,
      Instant cycleEnd,
      List<Threshold> thresholds) {
    this(name, scope, period, cycle, owner, limit, spent, ratio, cycleEnd, thresholds, null);
  }

  /** Its name in the configuration. */
  public String budget() {
    return quota == null ? name : quota.budget();
  }

  /** How many of its thresholds were crossed. */
  public long crossed() {
    return thresholds.stream().filter(Threshold::crossed).count();
  }

  public BudgetState {
    requireNonNull(name, "name");
    requireNonNull(scope, "scope");
    requireNonNull(period, "period");
    requireNonNull(cycle, "cycle");
    requireNonNull(owner, "owner");
    requireNonNull(limit, "limit");
    requireNonNull(spent, "spent");
    requireNonNull(ratio, "ratio");
    requireNonNull(cycleEnd, "cycleEnd");
    thresholds = List.copyOf(thresholds);
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static java.util.Objects.requireNonNull;

import aispend.model.Dimension;
import aispend.model.Money;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A budget in its running period, and where it goes.
 *
 * @param action {@code alert} or {@code block}
 * @param where what it covers; empty for all spend
 * @param thresholds ascending
 * @param expected what the period comes to: of a month the forecast, where there is one; else at
 *     the period's pace so far; null before a twentieth of it is over
 * @param breachAt when the limit is reached at that pace; null when it is not, or already is
 * @param drivers what most of it was spent on, at most three, the largest first
 */
public record BudgetReport(
    BudgetState state,
    String action,
    Map<Dimension, String> where,
    List<Threshold> thresholds,
    @Nullable Money expected,
    @Nullable Instant breachAt,
    List<Driver> drivers) {

  /**
   * A threshold in the running period.
   *
   * @param amount the part of the limit it stands for
   * @param reachedAt the UTC hour of use in which spend first came up to it; null when it never
   *     did, and of quotas
   */
  public record Threshold(BudgetState.Threshold state, Money amount, @Nullable Instant reachedAt) {}

  /** A part of what was spent; a dollar may be in several. */
  public record Driver(Dimension dimension, String value, Money cost) {}

  public BudgetReport {
    requireNonNull(state, "state");
    requireNonNull(action, "action");
    where = Map.copyOf(where);
    thresholds = List.copyOf(thresholds);
    drivers = List.copyOf(drivers);
  }
}

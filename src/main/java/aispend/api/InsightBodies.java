// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import aispend.api.Bodies.Budget;
import aispend.model.Money;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The contents of answers that tell more than sums; written as {@link Bodies} are. */
public final class InsightBodies {
  private InsightBodies() {}

  /**
   * Cost in relation to use on one day. Quotients are null where nothing can be divided.
   *
   * @param costPer1kTokensUsd of the tokens that have a price
   */
  public record TrendDay(
      LocalDate date,
      Money costUsd,
      long requests,
      long totalTokens,
      @Nullable Money costPerRequestUsd,
      @JsonProperty("cost_per_1k_tokens_usd") @Nullable Money costPer1kTokensUsd) {}

  /**
   * One line of a trend.
   *
   * @param value of the dimension asked for; "all" where none was
   * @param days oldest first, empty days included
   */
  public record TrendLine(
      String value,
      Money costUsd,
      @Nullable Money costPerRequestUsd,
      @JsonProperty("cost_per_1k_tokens_usd") @Nullable Money costPer1kTokensUsd,
      List<TrendDay> days) {}

  /**
   * {@code /api/costs/trend}: the largest first.
   *
   * @param dimension null for all spend as one line
   * @param values how many values there are
   */
  public record Trend(@Nullable String dimension, int values, List<TrendLine> lines) {}

  /**
   * {@code /api/costs/forecast}: the running UTC month. All but what is spent is null while there
   * is too little history.
   *
   * @param month as 2026-11
   * @param settledDays how many days of the month are settled
   * @param leansOnMonthBefore whether the daily average counts the month before
   * @param trend increasing, decreasing or stable
   * @param change of the last three settled days to what their weekdays cost before
   * @param expectedUsd the backtested forecast; one month in ten each comes below low and above
   *     high
   */
  public record Forecast(
      String month,
      Money spendToDateUsd,
      int settledDays,
      int daysLeft,
      @Nullable Money dailyAverageUsd,
      @Nullable Boolean leansOnMonthBefore,
      @JsonProperty("last_3_days_average_usd") @Nullable Money last3DaysAverageUsd,
      @Nullable String trend,
      @Nullable BigDecimal change,
      @Nullable Money projectedUsd,
      @Nullable Money trendAdjustedUsd,
      @Nullable Money expectedUsd,
      @Nullable Money lowUsd,
      @Nullable Money highUsd) {}

  /** A part of what was out of the usual; expected is the mean of the seven days before. */
  public record AnomalyDriver(
      String dimension, String value, Money actualUsd, Money expectedUsd, Money growthUsd) {}

  /**
   * A settled day or hour that was out of the usual.
   *
   * @param what org, provider, project, model or feature
   * @param name which one; "all" for org
   * @param width day or hour
   * @param ratio actual to expected; null where nothing was expected
   */
  public record AnomalyRow(
      String what,
      String name,
      String width,
      Instant start,
      Instant end,
      Money expectedUsd,
      Money actualUsd,
      @Nullable BigDecimal ratio,
      BigDecimal standardDeviations,
      List<AnomalyDriver> drivers) {}

  /**
   * {@code /api/costs/anomalies}: the newest first.
   *
   * @param aboveAverage how far above the average is one; 0.5 is half more
   * @param deviations how many standard deviations it is above, too
   * @param minUsd less above the average is none
   */
  public record Anomalies(
      BigDecimal aboveAverage, BigDecimal deviations, Money minUsd, List<AnomalyRow> anomalies) {}

  /**
   * Savings on list prices; negative where a choice made it dearer. They are no sum: each is told
   * with the other as it was.
   *
   * @param cacheUsd reads from the prompt cache, less the premium of writing it
   * @param tierUsd batch, flex and other tiers against the standard one
   */
  public record SavingsRow(String value, Money costUsd, Money cacheUsd, Money tierUsd) {}

  /**
   * Calls that one model answered where another was asked first.
   *
   * @param askedModel the one asked first
   * @param calls so many
   * @param callsLeftOut without a price there or here, in no amount
   * @param savedUsd what their tokens cost there less what they cost; negative where it was dearer
   */
  public record FallbackRow(
      String askedModel, String answeredModel, long calls, long callsLeftOut, Money savedUsd) {}

  /** What fallbacks saved, the largest first; known as long as single calls are kept. */
  public record Fallback(Money savedUsd, List<FallbackRow> byModels) {}

  /**
   * What the same tokens cost on another model.
   *
   * @param provider whose price list
   * @param actualUsd what the tokens cost that have a price there and here
   * @param costUsd what they would cost, in the standard tier
   * @param differenceUsd actual less that: what would be saved; negative where it is dearer
   * @param tokens so many
   * @param tokensLeftOut without a price there or here, in neither amount
   */
  public record AsModel(
      String provider,
      String model,
      Money actualUsd,
      Money costUsd,
      Money differenceUsd,
      long tokens,
      long tokensLeftOut) {}

  /**
   * {@code /api/costs/savings}: the largest first.
   *
   * @param fallback null when one source is asked for
   * @param asModel null unless asked for
   */
  public record Savings(
      Money costUsd,
      Money cacheUsd,
      Money tierUsd,
      List<SavingsRow> byModel,
      List<SavingsRow> byTier,
      @Nullable Fallback fallback,
      @Nullable AsModel asModel) {}

  /**
   * A threshold of a budget in its running period.
   *
   * @param percent of the limit
   * @param crossed once crossed, until the period ends, whatever is restated
   * @param reachedAt the UTC hour of use in which spend reached it; null where it is not reached
   * @param crossedAt when the daemon learned of it; null until it did
   */
  public record Threshold(
      int percent,
      Money amountUsd,
      boolean crossed,
      @Nullable Instant reachedAt,
      @Nullable Instant crossedAt) {}

  /** Of which value of a dimension a budget gives this quota. */
  public record Quota(String budget, String by, String value) {}

  /** One of the largest contributions to what a budget spent. */
  public record BudgetDriver(
      String dimension, String value, Money costUsd, @Nullable BigDecimal share) {}

  /**
   * A budget and what is known of its running period.
   *
   * @param quota whose quota it is; null for a budget of all that it covers
   * @param action alert or block
   * @param where what it covers; empty for all spend
   * @param forecastUsd what the period comes to; null while too little of it is over
   * @param breachAt when the limit is reached at this pace; null when it is not, or is already
   */
  public record BudgetAlert(
      @JsonUnwrapped Budget budget,
      @Nullable Quota quota,
      String action,
      Map<String, String> where,
      List<Threshold> thresholds,
      @Nullable Money forecastUsd,
      @Nullable Instant breachAt,
      List<BudgetDriver> drivers) {
    public BudgetAlert {
      where = Map.copyOf(where);
    }
  }

  /**
   * {@code /api/costs/alerts}: the most used up first.
   *
   * @param total how many there are, each value of a quota for itself
   * @param nextOffset where the next page begins; null on the last one
   */
  public record Alerts(int total, @Nullable Long nextOffset, List<BudgetAlert> budgets) {}
}

// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import aispend.model.Money;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The contents of answers. In JSON their members are in snake case, money is a decimal string exact
 * to the nano, ratios are numbers where 1 is all, and what is not attributed has the value "".
 */
public final class Bodies {
  private Bodies() {}

  /**
   * What was spent and used.
   *
   * @param requests calls, where sources tell them
   * @param tokens by disjoint type, without zeros
   */
  public record Amounts(Money costUsd, long requests, long totalTokens, Map<String, Long> tokens) {
    public Amounts {
      tokens = Map.copyOf(tokens);
    }
  }

  /**
   * The part of one value of a dimension. Ratios are null where nothing can be divided.
   *
   * @param unpricedTokens tokens among its own whose cost is unknown and not in its cost
   */
  public record Slice(
      String value,
      @JsonUnwrapped Amounts amounts,
      long unpricedTokens,
      @Nullable Money costPerRequestUsd,
      @Nullable BigDecimal share) {}

  /** One UTC hour. */
  public record Hour(Instant start, @JsonUnwrapped Amounts amounts) {}

  /** One UTC day. */
  public record Day(LocalDate date, @JsonUnwrapped Amounts amounts) {}

  /** {@code /api/costs/summary}: lists are by cost, the largest first. */
  public record Summary(
      int windowHours,
      @JsonUnwrapped Amounts amounts,
      List<Slice> byModel,
      List<Slice> byAgent,
      List<Hour> byHour,
      List<Slice> topUsers) {}

  /** {@code /api/costs/hourly}: oldest first, empty hours included. */
  public record Hourly(@JsonUnwrapped Amounts amounts, List<Hour> hours) {}

  /** {@code /api/costs/daily}: oldest first, empty days included. */
  public record Daily(@JsonUnwrapped Amounts amounts, List<Day> days) {}

  /** {@code /api/costs/today}: the running UTC day against the budgets of a day. */
  public record Today(
      LocalDate date,
      @JsonUnwrapped Amounts amounts,
      List<Slice> byProvider,
      List<Slice> byModel,
      List<Budget> budgets) {}

  /**
   * One value of a dimension and what it was before.
   *
   * @param unpricedTokens tokens among its own whose cost is unknown and not in its cost
   * @param previousCostUsd in the window of the same length before, up to the same elapsed time
   * @param change growth to the previous cost; 0.5 is half more; null when there was none
   */
  public record Group(
      String value,
      @JsonUnwrapped Amounts amounts,
      long unpricedTokens,
      @Nullable Money costPerRequestUsd,
      @Nullable BigDecimal share,
      Money previousCostUsd,
      @Nullable BigDecimal change) {}

  /**
   * {@code /api/costs/by/...}: the largest first.
   *
   * @param values how many values there are
   * @param rows at most as many as asked for
   * @param rest what the values without a row add up to, so that rows and rest are the total
   */
  public record By(
      String dimension,
      @JsonUnwrapped Amounts amounts,
      int values,
      List<Group> rows,
      Amounts rest) {}

  /** One of the largest contributions to spend. */
  public record Driver(
      String dimension,
      String value,
      Money costUsd,
      @Nullable BigDecimal share,
      Money previousCostUsd,
      Money growthUsd,
      @Nullable BigDecimal change) {}

  /** {@code /api/costs/top}: the largest first; a dollar may be in several drivers. */
  public record Top(@JsonUnwrapped Amounts amounts, List<Driver> drivers) {}

  /** A budget in its running period. */
  public record Budget(
      String name,
      String scope,
      String period,
      String cycle,
      String owner,
      Money limitUsd,
      Money spentUsd,
      Money remainingUsd,
      BigDecimal ratio,
      Instant cycleEnd) {}

  /**
   * The fullest budgets.
   *
   * @param total how many there are
   */
  public record Budgets(int total, List<Budget> budgets) {}

  /** A source and how far it has been read. */
  public record SourceRow(
      String name,
      String provider,
      String layer,
      String timeliness,
      long bucketSeconds,
      @Nullable Instant watermark,
      @Nullable Instant settledUntil,
      @Nullable Instant newest) {}

  /** A configured provider and its last poll. */
  public record ProviderRow(
      String name,
      boolean enabled,
      @Nullable String disabledReason,
      @Nullable Instant lastSuccess,
      @Nullable String lastError,
      @Nullable Instant nextPoll,
      List<String> sources) {}

  /** {@code /api/sources}. */
  public record Sources(List<SourceRow> sources, List<ProviderRow> providers) {}
}

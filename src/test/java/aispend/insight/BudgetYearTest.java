// SPDX-License-Identifier: Apache-2.0
package aispend.insight;

import static aispend.testing.SettledSpend.USAGE;
import static org.assertj.core.api.Assertions.assertThat;

import aispend.config.BudgetConfig;
import aispend.config.BudgetConfig.Period;
import aispend.model.Dimension;
import aispend.model.Money;
import aispend.testing.SettledSpend;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A year of spend that comes late, is restated up and down, and restarts of the daemon: whatever
 * happens, each threshold is crossed once in a period at most, exactly when the sum first came up
 * to it, and is armed again in the next; the quota of each project likewise. The sums are added up
 * by an independent calendar.
 */
final class BudgetYearTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("2027-01-02T00:00:00Z");
  private static final List<Integer> THRESHOLDS = List.of(50, 75, 90, 100, 130);

  /** About what an hour, a day, a week and a month spend. */
  private static final Map<Period, String> LIMITS =
      new TreeMap<>(
          Map.of(Period.HOUR, "8", Period.DAY, "20", Period.WEEK, "120", Period.MONTH, "500"));

  @TempDir private Path folder;

  private static final List<String> PROJECTS = List.of("p", "q", "r");

  /** By project, then by hour. */
  private final Map<String, Map<Instant, BigDecimal>> hours = new HashMap<>();

  private final Map<String, Instant> firstCrossed = new HashMap<>();

  @ParameterizedTest
  @ValueSource(
      strings = {"UTC", "America/New_York", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu"})
  void eachThreshold_isCrossedOnceAPeriod(String zone) {
    ZoneId place = ZoneId.of(zone);
    Random random = new Random(zone.hashCode());
    List<BudgetConfig> budgets = budgets(place);
    SettledSpend spend = new SettledSpend(folder, USAGE);
    try {
      Budgets states = new Budgets(budgets, spend.ledger, spend.ledger.crossings());
      Instant now = START;
      while (now.isBefore(END)) {
        now = now.plus(Duration.ofMinutes(1L + random.nextInt(1_500)));
        restate(spend, random, now);
        // No period holds what is older.
        Instant old = now.minus(Duration.ofDays(40));
        hours.values().forEach(of -> of.keySet().removeIf(hour -> hour.isBefore(old)));
        if (random.nextInt(60) == 0) {
          spend.close();
          spend = new SettledSpend(folder, USAGE);
          states = new Budgets(budgets, spend.ledger, spend.ledger.crossings());
        }
        check(states.states(now), place, now);
      }
    } finally {
      spend.close();
    }
    // It did happen, and again in other periods.
    assertThat(firstCrossed.keySet().stream().map(key -> key.split(" ", 3)[0]).distinct())
        .containsExactlyInAnyOrder("HOUR", "DAY", "WEEK", "MONTH");
    assertThat(firstCrossed.keySet()).filteredOn(key -> key.contains("EACH MONTH/q")).isNotEmpty();
    assertThat(firstCrossed.keySet())
        .filteredOn(key -> key.startsWith("MONTH") && !key.contains("EACH"))
        .hasSizeGreaterThan(20);
  }

  /** An hour of the last two days gets an amount: a new one, more, less, or nothing any more. */
  private void restate(SettledSpend spend, Random random, Instant now) {
    int back = random.nextInt(3) == 0 ? random.nextInt(48) : 0;
    Instant hour = now.truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(back));
    BigDecimal amount = BigDecimal.valueOf(random.nextInt(5) == 0 ? 0 : random.nextInt(2_500), 2);
    String project = PROJECTS.get(random.nextInt(PROJECTS.size()));
    hours.computeIfAbsent(project, none -> new HashMap<>()).put(hour, amount);
    spend.hour(USAGE, hour.toString(), project, "m", amount.toPlainString());
  }

  private void check(List<BudgetState> states, ZoneId zone, Instant now) {
    for (BudgetState state : states) {
      Period period = Period.valueOf(state.budget().replace("EACH ", ""));
      BudgetState.Quota quota = state.quota();
      BigDecimal spent = sum(period, zone, now, quota == null ? PROJECTS : List.of(quota.value()));
      assertThat(state.spent().units()).as(state.name() + " at " + now).isEqualByComparingTo(spent);
      for (BudgetState.Threshold threshold : state.thresholds()) {
        String key =
            period + " " + threshold.percent() + " " + cycle(period, zone, now) + state.name();
        BigDecimal part =
            state
                .limit()
                .units()
                .multiply(BigDecimal.valueOf(threshold.percent()))
                .divide(BigDecimal.valueOf(100));
        if (spent.compareTo(part) >= 0) {
          firstCrossed.putIfAbsent(key, now.truncatedTo(ChronoUnit.SECONDS));
        }
        @Nullable Instant first = firstCrossed.get(key);
        assertThat(threshold.crossed()).as(key + " at " + now).isEqualTo(first != null);
        assertThat(threshold.crossedAt()).as(key).isEqualTo(first);
      }
    }
  }

  private BigDecimal sum(Period period, ZoneId zone, Instant now, List<String> projects) {
    String running = cycle(period, zone, now);
    return projects.stream()
        .flatMap(project -> hours.getOrDefault(project, Map.of()).entrySet().stream())
        .filter(hour -> cycle(period, zone, lastInstantOf(hour.getKey())).equals(running))
        .map(Map.Entry::getValue)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** The hour that two periods share counts to the one that begins in it. */
  private static Instant lastInstantOf(Instant hour) {
    return hour.plus(Duration.ofMinutes(59));
  }

  private static String cycle(Period period, ZoneId zone, Instant at) {
    ZonedDateTime local = at.atZone(zone);
    return switch (period) {
      case HOUR -> local.toLocalDate() + " " + local.getHour() + " " + local.getOffset();
      case DAY -> local.toLocalDate().toString();
      case WEEK ->
          local.toLocalDate().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).toString();
      case MONTH -> YearMonth.from(local).toString();
    };
  }

  private static List<BudgetConfig> budgets(ZoneId zone) {
    List<BudgetConfig> budgets = new ArrayList<>();
    LIMITS.forEach(
        (period, limit) -> {
          budgets.add(budget(period.name(), period, limit, zone));
          // A third of it each, and all of it for one; those of limits are told from the start.
          Map<String, Money> limits = new HashMap<>();
          PROJECTS.forEach(project -> limits.put(project, Money.usd(third(limit))));
          limits.put("q", Money.usd(limit));
          budgets.add(budget("EACH " + period, period, limit, zone).per(Dimension.PROJECT, limits));
        });
    return budgets;
  }

  private static String third(String limit) {
    return new BigDecimal(limit).divide(BigDecimal.valueOf(3), 2, RoundingMode.DOWN).toString();
  }

  private static BudgetConfig budget(String name, Period period, String limit, ZoneId zone) {
    return new BudgetConfig(
        name,
        Money.usd(limit),
        new BudgetConfig.Cycle(period, zone),
        "ann",
        THRESHOLDS,
        Map.of(),
        BudgetConfig.Action.ALERT);
  }
}

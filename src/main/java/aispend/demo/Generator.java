// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was really used: a pure function of seed, flow and hour, in whole numbers only. Safe for use
 * by several threads.
 */
final class Generator {
  /** Percent of a flow's calls by hour of the UTC day. */
  private static final int[] DAY_PATTERN = {
    22, 18, 15, 14, 15, 20, 32, 55, 78, 92, 98, 96, 90, 96, 100, 98, 92, 80, 66, 54, 46, 40, 34, 28
  };

  private static final int WEEKEND_PERCENT = 35;
  private static final long HOUR_SECONDS = 3600;

  /** Growth counts from here, so that the same hour is the same however much history there is. */
  private static final long GROWTH_START_DAY = 20_454; // 2026-01-01

  private static final long GROWTH_START = 7_000;
  private static final long GROWTH_PER_DAY = 25;
  private static final long GROWTH_LIMIT = 60_000;
  private static final long GROWTH_UNIT = 10_000;

  /** The UTC hours at which the rows with a special fate occur, once a day. */
  static final int REVISED_HOUR = 10;

  static final int MOVED_HOUR = 15;

  private final long seed;
  private final Instant start;
  private final Map<Vendor, List<Traffic>> flows;

  /**
   * A source of use.
   *
   * @param start nothing was used before
   */
  Generator(long seed, Instant start) {
    this.seed = seed;
    this.start = start;
    Map<Vendor, List<Traffic>> all = new EnumMap<>(Vendor.class);
    for (Vendor vendor : Vendor.values()) {
      all.put(vendor, vendor.isInTheDemo() ? List.of() : FieldTraffic.flows(vendor));
    }
    all.put(Vendor.OPENAI, OpenAiTraffic.flows());
    all.put(Vendor.ANTHROPIC, AnthropicTraffic.flows());
    this.flows = all;
  }

  Instant start() {
    return start;
  }

  long seed() {
    return seed;
  }

  /**
   * What was used in one UTC hour; empty before the start of history.
   *
   * @param operation the only one wanted; null for all
   */
  List<Cell> cells(Vendor vendor, @Nullable String operation, Instant hour) {
    if (hour.isBefore(start)) {
      return List.of();
    }
    List<Cell> cells = new ArrayList<>();
    for (Traffic flow : flows.getOrDefault(vendor, List.of())) {
      if (operation != null && !operation.equals(flow.operation())) {
        continue;
      }
      long epochHour = Math.floorDiv(hour.getEpochSecond(), HOUR_SECONDS);
      Quantities used = used(flow, epochHour);
      if (!used.isEmpty()) {
        int late = 2 + Dice.upTo(5, seed, id(flow), epochHour, 1);
        cells.add(new Cell(flow, hour, flow.fields(), used, fate(flow, epochHour), late));
      }
    }
    return cells;
  }

  private Quantities used(Traffic flow, long epochHour) {
    if (flow.special() != null) {
      int hour = flow.special() == Fate.MOVED ? MOVED_HOUR : REVISED_HOUR;
      return Math.floorMod(epochHour, 24) == hour ? flow.perCall() : Quantities.NONE;
    }
    if (flow.perCall().of(Quantity.BYTES) > 0) {
      return flow.perCall().plus(Quantities.of(Map.of(Quantity.BYTES, epochHour * 4096)));
    }
    long calls = calls(flow, epochHour);
    Quantities whole = flow.perCall().times(calls, 1);
    return calls == 0 ? Quantities.NONE : noisy(flow, whole, epochHour);
  }

  private long calls(Traffic flow, long epochHour) {
    long noise = 6_000L + Dice.upTo(8_001, seed, id(flow), epochHour, 2);
    long thousandths =
        flow.callsPerHour() * percent(flow, epochHour) / 100 * growth(epochHour) / GROWTH_UNIT;
    long wanted = thousandths * noise / 10_000;
    // The fraction of a call happens as often as it is large.
    boolean oneMore = Dice.upTo(1000, seed, id(flow), epochHour, 3) < wanted % 1000;
    return wanted / 1000 + (oneMore ? 1 : 0);
  }

  /** Tokens vary around their mean; whatever is counted in pieces does not. */
  private Quantities noisy(Traffic flow, Quantities whole, long epochHour) {
    Map<Quantity, Long> counts = new EnumMap<>(Quantity.class);
    for (Quantity quantity : Quantity.values()) {
      long count = whole.of(quantity);
      if (count == 0) {
        continue;
      }
      long noise =
          8_500L + Dice.upTo(3_001, seed, id(flow), epochHour, 4, quantity.code().hashCode());
      counts.put(quantity, quantity.isToken() ? count * noise / 10_000 : count);
    }
    return Quantities.of(counts);
  }

  private static long percent(Traffic flow, long epochHour) {
    int shift = flow.isBatch() ? 12 : 0;
    int byHour = DAY_PATTERN[(int) Math.floorMod(epochHour + shift, 24L)];
    // 1970-01-01 was a Thursday: Saturday and Sunday are days 2 and 3 of each week counted from it.
    long weekday = Math.floorMod(Math.floorDiv(epochHour, 24L), 7L);
    return weekday == 2 || weekday == 3 ? byHour * WEEKEND_PERCENT / 100 : byHour;
  }

  private static long growth(long epochHour) {
    long days = Math.floorDiv(epochHour, 24L) - GROWTH_START_DAY;
    return Math.max(GROWTH_START / 2, Math.min(GROWTH_LIMIT, GROWTH_START + days * GROWTH_PER_DAY));
  }

  private Fate fate(Traffic flow, long epochHour) {
    if (flow.special() != null) {
      return flow.special();
    }
    int dice = Dice.upTo(100, seed, id(flow), epochHour, 5);
    if (flow.perCall().of(Quantity.BYTES) > 0 || dice >= 27) {
      return Fate.PROMPT;
    }
    if (dice < 10) {
      return Fate.LATE;
    }
    return dice < 22 ? Fate.UP_AND_DOWN : Fate.DOWN;
  }

  private static long id(Traffic flow) {
    return flow.vendor().code().hashCode() * 1000L + flow.id();
  }
}

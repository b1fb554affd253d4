// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The calls of the demo's applications: a pure function of seed and time, in whole numbers only. A
 * call of history stands for some minutes of calls, so that a day of history costs about what a day
 * of live calls does. Safe for use by several threads.
 */
final class AppTraffic {
  /** Percent of a busy second's calls by hour of the UTC day. */
  private static final int[] DAY_PATTERN = {
    30, 24, 20, 20, 24, 30, 45, 65, 90, 110, 120, 115, 105, 115, 120, 115, 105, 90, 75, 65, 55, 48,
    42, 36
  };

  private static final List<String> USERS =
      List.of("ada", "ben", "cyd", "dan", "eve", "fay", "gus", "hal", "ivy", "jon");

  static final int HISTORY_DAYS = 60;
  private static final long CALLS_A_DAY = 300;
  private static final int HISTORY_FACTOR = 150;
  private static final long WEEKEND_PERCENT = 45;
  private static final int LATENCY_FACTORS = 6;

  /** A vendor's dear model has no room for some minutes, about every two hours. */
  private static final int OVERLOAD_ONE_IN = 40;

  private static final long OVERLOAD_SECONDS = 180;
  private static final int SLOW = 3_000;

  private final long seed;

  AppTraffic(long seed) {
    this.seed = seed;
  }

  /** The calls of the last days, the running one included, up to an instant; oldest first. */
  List<AppEvent> history(Instant until) {
    List<AppEvent> events = new ArrayList<>();
    Instant day = until.truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(HISTORY_DAYS));
    for (; day.isBefore(until); day = day.plus(1, ChronoUnit.DAYS)) {
      for (AppEvent event : day(day)) {
        if (event.at().isBefore(until)) {
          events.add(event);
        }
      }
    }
    return events;
  }

  private List<AppEvent> day(Instant day) {
    long number = day.getEpochSecond() / 86_400;
    long calls = CALLS_A_DAY - 60 + Dice.upTo(121, seed, number, 1);
    // 1970-01-01 was a Thursday: Saturday and Sunday are days 2 and 3 of each week counted from it.
    long weekday = Math.floorMod(number, 7L);
    calls = weekday == 2 || weekday == 3 ? calls * WEEKEND_PERCENT / 100 : calls;
    List<AppEvent> events = new ArrayList<>();
    for (long call = 0; call < calls; call++) {
      Instant at =
          day.plusSeconds(3_600L * hour(number, call) + Dice.upTo(3_600, seed, number, call, 2));
      String id = "past-" + seed + "-" + number + "-" + call;
      addCalls(events, event(id, at, HISTORY_FACTOR, number, call), HISTORY_FACTOR, number, call);
    }
    return events;
  }

  /** An hour of the day, busy ones more often. */
  private int hour(long day, long call) {
    for (int attempt = 0; attempt < 20; attempt++) {
      int hour = Dice.upTo(24, seed, day, call, 3, attempt);
      if (Dice.upTo(120, seed, day, call, 4, attempt) < DAY_PATTERN[hour]) {
        return hour;
      }
    }
    return 12;
  }

  /** The calls of one second: one on average in a busy hour. */
  List<AppEvent> second(Instant second) {
    long number = second.getEpochSecond();
    int percent = DAY_PATTERN[(int) Math.floorMod(number / 3_600, 24L)];
    int dice = Dice.upTo(100, seed, number, 5);
    int calls = percent / 100 + (dice < percent % 100 ? 1 : 0);
    List<AppEvent> events = new ArrayList<>();
    for (int call = 0; call < calls; call++) {
      String id = "live-" + seed + "-" + number + "-" + call;
      addCalls(events, event(id, second, 1, number, call), 1, number, call);
    }
    return events;
  }

  /** A call, and the one of a cheaper model that takes its place when it failed. */
  private void addCalls(List<AppEvent> events, AppEvent event, int factor, long time, long call) {
    events.add(event);
    if (event.use().status().equals("error")) {
      event
          .flow()
          .fallback()
          .ifPresent(cheaper -> events.add(instead(event, cheaper, factor, time, call)));
    }
  }

  private AppEvent instead(AppEvent failed, AppFlow flow, int factor, long time, long call) {
    AppEvent.Use use = use(flow, "ok", factor, time, -call - 1);
    return new AppEvent(
        failed.id() + "-instead",
        failed.at(),
        flow,
        failed.feature(),
        failed.user(),
        use,
        use.nanos(flow.price()),
        failed.asked(),
        failed.flow().model());
  }

  private AppEvent event(String id, Instant at, int factor, long time, long call) {
    AppFlow flow = AppFlow.of(Dice.upTo(1_000, seed, time, call, 10));
    String user = "user-" + USERS.get(user(time, call));
    AppEvent.Use use = use(flow, status(flow, factor == 1, time, call), factor, time, call);
    long asked = Dice.roll(seed, time, call, 40);
    return new AppEvent(
        id, at, flow, flow.who().feature(), user, use, use.nanos(flow.price()), asked, null);
  }

  /** The first are busier than the last. */
  private int user(long time, long call) {
    return Math.min(
        Dice.upTo(USERS.size(), seed, time, call, 11),
        Dice.upTo(USERS.size(), seed, time, call, 12));
  }

  /** A call that failed has no answer, one that was broken off a part of it. */
  private AppEvent.Use use(AppFlow flow, String status, int factor, long time, long call) {
    int answered =
        switch (status) {
          case "error" -> 0;
          case "aborted" -> 10 + Dice.upTo(81, seed, time, call, 24);
          default -> 100;
        };
    long input = varied(flow.input(), 20, time, call) * factor;
    long output = varied(flow.output(), 21, time, call) * factor * answered / 100;
    long latency = flow.latencyMillis();
    for (int i = 0; i < LATENCY_FACTORS; i++) {
      // A product of many factors: its logarithm is close to normal, with a long tail.
      latency = latency * (700 + Dice.upTo(701, seed, time, call, 30 + i)) / 1_000;
    }
    long first = latency * (10 + Dice.upTo(25, seed, time, call, 22)) / 100;
    return new AppEvent.Use(
        input,
        input * flow.cachedPercent() / 100,
        output,
        status.equals("aborted") ? first + (latency - first) * answered / 100 : latency,
        output > 0 ? first : 0,
        status);
  }

  private long varied(int mean, int salt, long time, long call) {
    return mean * (50L + Dice.upTo(101, seed, time, call, salt)) / 100;
  }

  /**
   * One call in a hundred fails, and every other one of the dearest model in the minutes in which
   * it is overloaded; of those that are streamed one in a hundred is broken off.
   */
  private String status(AppFlow flow, boolean live, long time, long call) {
    int dice = Dice.upTo(200, seed, time, call, 23);
    boolean slow = live && flow.latencyMillis() > SLOW;
    if (dice < 2 || (dice < 100 && slow && overloaded(time))) {
      return "error";
    }
    return dice >= 198 && flow.output() > 0 ? "aborted" : "ok";
  }

  private boolean overloaded(long time) {
    return Dice.upTo(OVERLOAD_ONE_IN, seed, time / OVERLOAD_SECONDS, 25) == 0;
  }
}

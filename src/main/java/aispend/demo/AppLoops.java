// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import aispend.model.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls that run in a loop: the same request again and again, a call a second. By themselves they
 * begin once some minutes after the start and then once in each four hours of the day, at times
 * that depend on the seed only, with a context that grows call by call. Immutable.
 */
final class AppLoops {
  private static final int CALLS = 40;
  private static final Duration EVERY = Duration.ofHours(4);

  /** The first begins after so long, and up to as long again. */
  private static final Duration FIRST = Duration.ofMinutes(5);

  private static final List<String> FEATURES = List.of("code-review", "support-bot");
  private static final String USER = "user-loop";
  private static final int FIRST_INPUT = 30_000;
  private static final int MORE_INPUT = 1_000;
  private static final int OUTPUT = 4_000;

  private final long seed;
  private final long first;

  /**
   * Loops of one run.
   *
   * @param begun when the applications began to call
   */
  AppLoops(long seed, Instant begun) {
    this.seed = seed;
    int seconds = Math.toIntExact(FIRST.toSeconds());
    this.first = begun.getEpochSecond() + seconds + Dice.upTo(seconds, seed, 50);
  }

  /** The calls of the loop that begins in a second; usually none. */
  List<AppEvent> beginningAt(Instant second) {
    long number = second.getEpochSecond();
    if (number != first && number != begin(number / EVERY.toSeconds())) {
      return List.of();
    }
    String feature = FEATURES.get(Dice.upTo(FEATURES.size(), seed, number, 51));
    AppFlow flow = AppFlow.dearest(feature);
    List<AppEvent> calls = new ArrayList<>();
    for (int call = 0; call < CALLS; call++) {
      AppEvent.Use use = use(FIRST_INPUT + call * MORE_INPUT);
      String id = "own-loop-" + seed + "-" + number + "-" + call;
      calls.add(event(id, second, call, feature, use, use.nanos(flow.price())));
    }
    return calls;
  }

  /** A loop that spends an amount. */
  static List<AppEvent> spending(Money amount, String feature, Instant begun, int number) {
    long each = amount.nanos() / CALLS;
    List<AppEvent> calls = new ArrayList<>();
    for (int call = 0; call < CALLS; call++) {
      long nanos = call == 0 ? amount.nanos() - each * (CALLS - 1) : each;
      String id = "loop-" + begun.getEpochSecond() + "-" + number + "-" + call;
      calls.add(event(id, begun, call, feature, use(FIRST_INPUT), nanos));
    }
    return calls;
  }

  private long begin(long block) {
    int seconds = Math.toIntExact(EVERY.toSeconds());
    return block * seconds + Dice.upTo(seconds, seed, block, 52);
  }

  private static AppEvent event(
      String id, Instant begun, int call, String feature, AppEvent.Use use, long nanos) {
    Instant at = begun.plusSeconds(call);
    long asked = Dice.roll(begun.getEpochSecond(), feature.hashCode());
    AppFlow flow = AppFlow.dearest(feature);
    return new AppEvent(id, at, flow, feature, USER, use, nanos, asked, null);
  }

  private static AppEvent.Use use(int input) {
    return new AppEvent.Use(input, 0, OUTPUT, 900, 300, "ok");
  }
}

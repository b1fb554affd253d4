// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import aispend.model.Money;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applications that tell a daemon of their calls: some weeks of history once, then live. A daemon
 * that is not there is waited for. Orders come from any thread; started and closed once.
 */
final class Applications implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Applications.class);

  private static final int BATCH = 2_000;

  /** Events that wait for a daemon at most; later ones are never made. */
  private static final int MOST_WAITING = 40_000;

  private static final Duration LONGEST_GAP = Duration.ofMinutes(2);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final AppTraffic traffic;
  private final EventSender sender;
  private final Clock clock;
  private final AppTruth truth = new AppTruth();
  private final Deque<AppEvent> waiting = new ArrayDeque<>();
  private final Deque<AppEvent> looping = new ArrayDeque<>();
  private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor();
  private Instant liveUntil;
  private Instant notBefore = Instant.MIN;
  private Duration pause = Duration.ofSeconds(1);
  private final @Nullable AppLoops loops;
  private int ordered;

  /**
   * Applications that send nothing yet.
   *
   * @param daemon base URL
   * @param loops whether a call runs in a loop by itself now and then
   */
  Applications(long seed, URI daemon, boolean loops, Clock clock) {
    this.traffic = new AppTraffic(seed);
    this.sender = new EventSender(daemon);
    this.clock = clock;
    this.liveUntil = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    this.loops = loops ? new AppLoops(seed, liveUntil) : null;
    waiting.addAll(traffic.history(liveUntil));
  }

  /** Sends from now on. */
  @SuppressWarnings("FutureReturnValueIgnored") // a tick throws nothing
  void start() {
    ticks.scheduleWithFixedDelay(this::tick, 0, 1, TimeUnit.SECONDS);
  }

  AppTruth truth() {
    return truth;
  }

  /** One call after the other, as fast as they come back, until so much is spent. */
  synchronized void runaway(Money amount, String feature) {
    ordered++;
    Instant begun = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    looping.addAll(AppLoops.spending(amount, feature, begun, ordered));
  }

  /** Makes what was called since the last tick, and sends what waits. */
  void tick() {
    Instant now = clock.instant();
    make(now);
    while (!now.isBefore(notBefore)) {
      List<AppEvent> batch = next();
      if (batch.isEmpty() || !send(batch, now)) {
        return;
      }
    }
  }

  @Override
  public void close() {
    ticks.shutdownNow();
  }

  private synchronized void make(Instant now) {
    if (Duration.between(liveUntil, now).compareTo(LONGEST_GAP) > 0) {
      liveUntil = now.truncatedTo(ChronoUnit.SECONDS);
    }
    for (; !liveUntil.plusSeconds(1).isAfter(now); liveUntil = liveUntil.plusSeconds(1)) {
      if (waiting.size() < MOST_WAITING) {
        waiting.addAll(traffic.second(liveUntil));
        if (loops != null) {
          looping.addAll(loops.beginningAt(liveUntil));
        }
      }
    }
    while (!looping.isEmpty() && !looping.getFirst().at().isAfter(now)) {
      waiting.addFirst(looping.removeFirst());
    }
  }

  private synchronized List<AppEvent> next() {
    List<AppEvent> batch = new ArrayList<>();
    for (AppEvent event : waiting) {
      if (batch.size() < BATCH) {
        batch.add(event);
      }
    }
    return batch;
  }

  private boolean send(List<AppEvent> batch, Instant now) {
    try {
      Set<Integer> refused = sender.send(batch);
      sent(batch, refused);
      return true;
    } catch (IOException e) {
      log.info("The daemon takes no events yet. again_in={} cause={}", pause, e.toString());
      notBefore = now.plus(pause);
      Duration twice = pause.multipliedBy(2);
      pause = twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private synchronized void sent(List<AppEvent> batch, Set<Integer> refused) {
    pause = Duration.ofSeconds(1);
    for (int i = 0; i < batch.size(); i++) {
      if (!refused.contains(i)) {
        truth.add(batch.get(i));
      }
    }
    waiting.removeAll(new HashSet<>(batch));
    if (!refused.isEmpty()) {
      log.warn("The daemon refused events of the demo. count={}", refused.size());
    }
  }
}

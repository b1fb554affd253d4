// SPDX-License-Identifier: Apache-2.0
package aispend.e2e;

import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Applications that tell any of several daemons of their calls, and tell another one where one does
 * not answer, the same events again.
 */
final class Crowd {
  private static final int EVENTS = 20;
  private static final long NANOS_OF_A_DOLLAR = 1_000_000_000L;

  private final Fleet fleet;
  private final long seed = Clock.systemUTC().millis();
  private final ExecutorService threads;
  private final List<Future<Long>> sent = new ArrayList<>();
  private final AtomicLong told = new AtomicLong();
  private volatile boolean stopped;

  Crowd(Fleet fleet, int senders) {
    this.fleet = fleet;
    this.threads = Executors.newFixedThreadPool(senders);
    for (int sender = 0; sender < senders; sender++) {
      Random dice = new Random(seed + sender);
      sent.add(threads.submit(() -> send(dice)));
    }
  }

  long seed() {
    return seed;
  }

  /** Until each has been heard twice more. */
  void awaitProgress() {
    long before = told.get();
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> told.get() >= before + 2L * sent.size());
  }

  /** What all of them told, in dollars. */
  BigDecimal stop() throws Exception {
    stopped = true;
    long nanos = 0;
    for (Future<Long> one : sent) {
      nanos += one.get();
    }
    threads.shutdown();
    return BigDecimal.valueOf(nanos, 9);
  }

  private long send(Random dice) {
    long nanos = 0;
    while (!stopped) {
      StringBuilder events = new StringBuilder("[");
      for (int i = 0; i < EVENTS; i++) {
        long cost = 1 + dice.nextLong(NANOS_OF_A_DOLLAR / 1_000);
        nanos += cost;
        events.append(i == 0 ? "" : ",").append(event(cost, dice.nextInt(7)));
      }
      tell(events.append(']').toString(), dice);
    }
    return nanos;
  }

  private void tell(String events, Random dice) {
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> told(events, dice.nextInt(fleet.size())));
  }

  private boolean told(String events, int daemon) {
    try {
      Web.post(fleet.url(daemon) + "/api/events", events);
      told.incrementAndGet();
      return true;
    } catch (UncheckedIOException | IllegalStateException e) {
      return false; // killed, or told to come back
    }
  }

  private static String event(long nanos, int project) {
    return """
    {"event_id": "%s", "timestamp": "%s", "provider": "crowd", "model": "house-model",
     "project_id": "project %d", "cost_usd": "%s"}
    """
        .formatted(
            UUID.randomUUID(),
            Clock.systemUTC().instant(),
            project,
            BigDecimal.valueOf(nanos, 9).toPlainString());
  }
}

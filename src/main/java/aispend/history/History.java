// SPDX-License-Identifier: Apache-2.0
package aispend.history;

import aispend.config.HistoryConfig;
import aispend.config.LabelsConfig;
import aispend.http.HttpSettings;
import aispend.http.OutgoingHttp;
import aispend.ledger.LedgerException;
import aispend.ledger.Outbox;
import aispend.telemetry.PushTelemetry;
import aispend.telemetry.Telemetry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * History on its way to Prometheus: switches the outbox on or off as configured, and sends from a
 * thread of its own. Start it once, before the ledger is written to, and close it once; closing
 * loses nothing.
 */
public final class History implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(History.class);
  private static final HttpSettings.Timeouts TIMEOUTS =
      new HttpSettings.Timeouts(
          Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofMinutes(2));
  private static final Duration LEDGER_REST = Duration.ofSeconds(30);
  private static final Duration STOP = Duration.ofSeconds(10);

  private final Optional<HistorySettings> settings;
  private final Outbox outbox;
  private final OutgoingHttp http;
  private final Telemetry telemetry;
  private final Clock clock;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Duration rest;
  private boolean failing;
  private @Nullable PushTelemetry shown;
  private @Nullable Thread thread;

  public History(
      HistoryConfig config,
      LabelsConfig labels,
      Outbox outbox,
      OutgoingHttp http,
      Telemetry telemetry,
      Clock clock) {
    this(config, labels, outbox, http, telemetry, clock, LEDGER_REST);
  }

  /** As the other, with another rest after a failure. */
  History(
      HistoryConfig config,
      LabelsConfig labels,
      Outbox outbox,
      OutgoingHttp http,
      Telemetry telemetry,
      Clock clock,
      Duration rest) {
    this.rest = rest;
    this.settings = HistorySettings.of(config, labels);
    this.outbox = outbox;
    this.http = http;
    this.telemetry = telemetry;
    this.clock = clock;
  }

  /**
   * Begins, or switches the outbox off. What the ledger refuses now is tried again until it does.
   */
  public synchronized void start() {
    boolean switched = switchOutbox();
    if (switched && settings.isEmpty()) {
      return;
    }
    Optional<Push> pushing = settings.map(this::push);
    thread = new Thread(() -> run(switched, pushing), "history");
    thread.setDaemon(true);
    thread.start();
  }

  private Push push(HistorySettings on) {
    PushTelemetry push = telemetry.push();
    shown = push;
    return new Push(
        outbox,
        http.bytesClient(TIMEOUTS),
        on,
        push,
        clock,
        RandomGenerator.of("L64X128MixRandom"));
  }

  private void run(boolean alreadySwitched, Optional<Push> pushing) {
    boolean switched = alreadySwitched;
    Duration wait = switched ? Duration.ZERO : rest;
    try {
      while (!stopped.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
        if (!switched) {
          switched = switchOutbox();
          wait = switched ? Duration.ZERO : rest;
        } else if (pushing.isEmpty()) {
          return;
        } else {
          wait = step(pushing.get());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the outbox is now on or off as configured. */
  private boolean switchOutbox() {
    try {
      if (settings.isEmpty()) {
        outbox.turnOff();
      } else {
        HistorySettings on = settings.get();
        outbox.turnOn(on.kept(), clock.instant());
        log.info("History is on. url={} job={} window={}", on.target(), on.job(), on.window());
      }
      failing = false;
      return true;
    } catch (RuntimeException e) {
      failed(e);
      return false;
    }
  }

  private Duration step(Push pushing) throws InterruptedException {
    try {
      Duration wait = pushing.step();
      failing = false;
      return wait;
    } catch (RuntimeException e) {
      // Whatever it is: without this thread nothing would be sent until a restart.
      failed(e);
      return rest;
    }
  }

  /** Says it once, until it went well again. */
  private void failed(RuntimeException failure) {
    if (failing || stopped.getCount() == 0) {
      return;
    }
    failing = true;
    if (failure instanceof LedgerException) {
      log.error("History waits for the ledger. why=\"{}\"", failure.getMessage());
    } else {
      log.error("History failed and is tried again.", failure);
    }
  }

  @Override
  public synchronized void close() {
    stopped.countDown();
    if (thread != null) {
      thread.interrupt();
      try {
        thread.join(STOP.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (shown != null) {
      shown.close();
    }
  }
}

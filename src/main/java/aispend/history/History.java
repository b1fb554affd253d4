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
  private @Nullable PushTelemetry shown;
  private @Nullable Thread thread;

  public History(
      HistoryConfig config,
      LabelsConfig labels,
      Outbox outbox,
      OutgoingHttp http,
      Telemetry telemetry,
      Clock clock) {
    this.settings = HistorySettings.of(config, labels);
    this.outbox = outbox;
    this.http = http;
    this.telemetry = telemetry;
    this.clock = clock;
  }

  /**
   * Begins, or switches the outbox off.
   *
   * @throws LedgerException when the outbox cannot be switched
   */
  public synchronized void start() {
    if (settings.isEmpty()) {
      outbox.turnOff();
      return;
    }
    HistorySettings on = settings.get();
    outbox.turnOn(on.kept(), clock.instant());
    PushTelemetry push = telemetry.push();
    shown = push;
    thread = new Thread(() -> run(on, push), "history");
    thread.setDaemon(true);
    thread.start();
    log.info(
        "History is on. url={} job={} window={} pending={}",
        on.target(),
        on.job(),
        on.window(),
        outbox.pendingCount());
  }

  private void run(HistorySettings on, PushTelemetry push) {
    Push pushing =
        new Push(
            outbox,
            http.bytesClient(TIMEOUTS),
            on,
            push,
            clock,
            RandomGenerator.of("L64X128MixRandom"));
    try {
      Duration wait = Duration.ZERO;
      while (!stopped.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
        wait = step(pushing);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration step(Push pushing) throws InterruptedException {
    try {
      return pushing.step();
    } catch (LedgerException e) {
      if (stopped.getCount() == 0) {
        throw new InterruptedException("the daemon stops");
      }
      log.error("History waits for the ledger. why=\"{}\"", e.getMessage());
      return LEDGER_REST;
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

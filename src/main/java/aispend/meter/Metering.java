// SPDX-License-Identifier: Apache-2.0
package aispend.meter;

import aispend.config.MeterConfig;
import aispend.http.HttpSettings;
import aispend.http.OutgoingHttp;
import aispend.http.Patience;
import aispend.ledger.LedgerException;
import aispend.ledger.LedgerReader;
import aispend.ledger.MeterLog;
import aispend.model.Source;
import aispend.telemetry.MeterTelemetry;
import aispend.telemetry.Telemetry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All configured billing meters, each with a thread of its own, so that none waits for another.
 * Started and closed once; closing loses nothing.
 */
public final class Metering implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Metering.class);
  private static final HttpSettings.Timeouts TIMEOUTS =
      new HttpSettings.Timeouts(
          Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofMinutes(2));
  private static final Duration LEDGER_REST = Duration.ofSeconds(30);
  private static final Duration STOP = Duration.ofSeconds(10);

  private final List<MeterConfig> meters;
  private final Map<String, LedgerReader> views;
  private final MeterLog books;
  private final OutgoingHttp http;
  private final Telemetry telemetry;
  private final Clock clock;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();
  private volatile Predicate<Source> awaited = source -> true;
  private @Nullable MeterTelemetry shown;

  /**
   * Sending of usage.
   *
   * @param meters those without a key are left out
   * @param views what each tenant sees of the ledger, by name
   */
  public Metering(
      List<MeterConfig> meters,
      Map<String, LedgerReader> views,
      MeterLog books,
      OutgoingHttp http,
      Telemetry telemetry,
      Clock clock) {
    this.meters = meters.stream().filter(meter -> meter.key().isPresent()).toList();
    this.views = Map.copyOf(views);
    this.books = books;
    this.http = http;
    this.telemetry = telemetry;
    this.clock = clock;
  }

  /** Lets only days wait of sources that are still read; before the start. All, unless told. */
  public void await(Predicate<Source> read) {
    awaited = read;
  }

  /** Begins to send; without a meter there is nothing to do. */
  public synchronized void start() {
    if (meters.isEmpty()) {
      return;
    }
    MeterTelemetry on = telemetry.meters(meters.stream().map(MeterConfig::name).toList());
    shown = on;
    for (MeterConfig meter : meters) {
      MeterSending sending = sending(meter, on);
      Thread thread = new Thread(() -> run(meter, sending), "meter-" + meter.name());
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
      log.info(
          "Meter is on. meter={} url={} value={}", meter.name(), meter.baseUrl(), meter.value());
    }
  }

  private MeterSending sending(MeterConfig meter, MeterTelemetry on) {
    Map<String, LedgerReader> own = new HashMap<>();
    meter
        .customers()
        .keySet()
        .forEach(tenant -> own.put(tenant, Objects.requireNonNull(views.get(tenant))));
    return new MeterSending(
        meter,
        own,
        books,
        new StripeMeter(meter, meter.key().orElseThrow(), http.bytesClient(TIMEOUTS)),
        new Patience(RandomGenerator.of("L64X128MixRandom")),
        on,
        clock,
        awaited);
  }

  private void run(MeterConfig meter, MeterSending sending) {
    Duration wait = Duration.ZERO;
    boolean failing = false;
    try {
      while (!stopped.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
        try {
          wait = sending.step();
          failing = false;
        } catch (LedgerException e) {
          if (!failing) {
            log.error(
                "Meter waits for the ledger. meter={} why=\"{}\"", meter.name(), e.getMessage());
          }
          failing = true;
          wait = LEDGER_REST;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void close() {
    stopped.countDown();
    threads.forEach(Thread::interrupt);
    try {
      for (Thread thread : threads) {
        thread.join(STOP.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (shown != null) {
      shown.close();
    }
  }
}

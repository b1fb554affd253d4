// SPDX-License-Identifier: Apache-2.0
package aispend.receive;

import aispend.ingest.EventIngest;
import aispend.ingest.NotKeptException;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says every half minute that the daemon listens. An application that is quiet has sent all it had:
 * its source is complete up to now, not up to its last event. Started and closed once.
 */
public final class Listening implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Listening.class);
  private static final long SECONDS = 30;

  private final EventIngest ingest;
  private final Clock clock;
  private final ScheduledExecutorService ticks =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "events-listening");
            thread.setDaemon(true);
            return thread;
          });
  private volatile boolean failing;

  public Listening(EventIngest ingest, Clock clock) {
    this.ingest = ingest;
    this.clock = clock;
  }

  /** Says so now and from now on. */
  @SuppressWarnings("FutureReturnValueIgnored") // a tick throws nothing
  public void start() {
    ticks.scheduleWithFixedDelay(this::tick, 0, SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    ticks.shutdown();
    try {
      ticks.awaitTermination(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tick() {
    try {
      ingest.listened(clock.instant());
      failing = false;
    } catch (NotKeptException e) {
      if (!failing) {
        log.warn("The watermark of events stands still. cause={}", e.getMessage());
      }
      failing = true;
    }
  }
}

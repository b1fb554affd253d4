// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import aispend.ingest.EventIntake;
import aispend.ingest.EventResult;
import aispend.ingest.NotKeptException;
import aispend.model.ReportedEvent;
import aispend.telemetry.ProxyTelemetry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes records of calls to the ledger, in batches, on a thread of its own: no call waits for the
 * disk. What the ledger cannot keep is tried again as long as there is room for what comes after;
 * then it is dropped and counted. Any thread may add; started and closed once.
 */
final class Recorder implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Recorder.class);
  private static final int BATCH = 500;
  private static final long IDLE_MILLIS = 250;
  private static final long RETRY_MILLIS = 1_000;
  private static final long FAREWELL_SECONDS = 10;

  private final BlockingQueue<ReportedEvent> queue;
  private final Supplier<EventIntake> ingest;
  private final ProxyTelemetry telemetry;
  private final Clock clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "proxy-recorder");
  private volatile boolean losing;
  private boolean failing;

  /**
   * A recorder.
   *
   * @param room records that may wait
   */
  Recorder(int room, Supplier<EventIntake> ingest, ProxyTelemetry telemetry, Clock clock) {
    this.queue = new ArrayBlockingQueue<>(room);
    this.ingest = ingest;
    this.telemetry = telemetry;
    this.clock = clock;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Never waits. */
  void add(ReportedEvent event) {
    if (queue.offer(event)) {
      return;
    }
    telemetry.recordings("dropped", 1);
    if (!losing) {
      log.warn("Records of calls are lost: the ledger does not keep up. waiting={}", queue.size());
    }
    losing = true;
  }

  /** Records what is left, unless the ledger refuses it. */
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(FAREWELL_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    List<ReportedEvent> batch = new ArrayList<>();
    try {
      while (fill(batch)) {
        if (keep(batch)) {
          batch.clear();
        } else if (closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
          queue.drainTo(batch);
          drop(batch, "the daemon stops");
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      queue.drainTo(batch);
      drop(batch, "the recorder was interrupted");
    }
  }

  /** Waits for records; false when there are none and none will come. */
  private boolean fill(List<ReportedEvent> batch) throws InterruptedException {
    while (batch.isEmpty()) {
      boolean last = closing.getCount() == 0;
      ReportedEvent first = queue.poll(last ? 0 : IDLE_MILLIS, TimeUnit.MILLISECONDS);
      if (first != null) {
        batch.add(first);
      } else if (last) {
        return false;
      }
    }
    queue.drainTo(batch, BATCH - batch.size());
    return true;
  }

  /** Whether the batch is done with. */
  private boolean keep(List<ReportedEvent> batch) {
    try {
      count(ingest.get().accept(batch, clock.instant()));
      if (failing || losing) {
        log.info("Calls are recorded again.");
      }
      failing = false;
      losing = false;
    } catch (NotKeptException e) {
      if (!failing) {
        log.warn("Calls cannot be recorded and wait. cause={}", e.getMessage());
      }
      failing = true;
      return false;
    } catch (RuntimeException e) {
      // A batch that can never be kept must not stand in the way of those behind it.
      log.error("Records of calls are lost. count={}", batch.size(), e);
      telemetry.recordings("dropped", batch.size());
    }
    return true;
  }

  private void count(List<EventResult> results) {
    for (EventResult result : results) {
      boolean rejected = result.kind() == EventResult.Kind.REJECTED;
      telemetry.recordings(rejected ? "rejected" : "recorded", 1);
      if (rejected) {
        log.debug("A call is not recorded: {} {}", result.field(), result.problem());
      }
    }
  }

  private void drop(List<ReportedEvent> batch, String why) {
    if (!batch.isEmpty()) {
      telemetry.recordings("dropped", batch.size());
      log.warn("Records of calls are lost. count={} cause={}", batch.size(), why);
    }
  }
}

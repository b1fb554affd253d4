// SPDX-License-Identifier: Apache-2.0
package aispend;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the same thing every half minute on a thread of its own. When it fails, that is logged once
 * until it succeeds again, and it is tried again at the next beat. Started and closed once.
 */
final class Heartbeat implements AutoCloseable {
  static final long SECONDS = 30;

  private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);

  private final String complaint;
  private final Runnable task;
  private final ScheduledExecutorService beats;
  private boolean failing;

  /**
   * @param name of the thread
   * @param complaint what does not work while the task fails: a sentence for the log
   */
  Heartbeat(String name, String complaint, Runnable task) {
    this.complaint = complaint;
    this.task = task;
    this.beats =
        Executors.newSingleThreadScheduledExecutor(
            running -> {
              Thread thread = new Thread(running, name);
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Beats for the first time after a delay, and each half minute from then on. */
  @SuppressWarnings("FutureReturnValueIgnored") // a beat throws nothing
  void start(long delaySeconds) {
    beats.scheduleWithFixedDelay(this::beat, delaySeconds, SECONDS, TimeUnit.SECONDS);
  }

  /** Waits for a beat under way. */
  @Override
  public void close() {
    beats.shutdown();
    try {
      beats.awaitTermination(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One beat; throws nothing, as that would be the last one. */
  void beat() {
    try {
      task.run();
      failing = false;
    } catch (RuntimeException e) {
      if (!failing) {
        log.warn("{} cause={}", complaint, e.getMessage());
      }
      failing = true;
    }
  }
}

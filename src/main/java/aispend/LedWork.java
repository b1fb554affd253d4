// SPDX-License-Identifier: Apache-2.0
package aispend;

import aispend.replica.Leadership;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that one of the daemons on a ledger does: begun, made anew, whenever this one comes to lead,
 * and ended when it leads no more. One that cannot begin it lets another one lead. A daemon that
 * has its ledger for itself begins it at the start and ends it at the end. Started and closed once.
 */
final class LedWork implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LedWork.class);
  private static final long LOOK_MILLIS = 200;
  private static final long REST_MILLIS = 5_000;
  private static final long FAREWELL_SECONDS = 60;

  /** So often the work is tried before another daemon is to try it. */
  private static final int TRIES = 3;

  /** One turn at the work; started and closed once. */
  interface Shift extends AutoCloseable {
    void start();

    @Override
    void close();
  }

  private final String name;
  private final Leadership leadership;
  private final Supplier<Shift> shifts;
  private final Consumer<Boolean> telling;
  private final ScheduledExecutorService looks;
  private @Nullable Shift shift;
  private int failures;
  private boolean closed;

  /**
   * Prepares.
   *
   * @param name of the work, for the log
   * @param shifts makes a turn at it
   */
  LedWork(String name, Leadership leadership, Supplier<Shift> shifts) {
    this(name, leadership, shifts, well -> {});
  }

  /**
   * Prepares.
   *
   * @param telling is told again and again whether nothing is left undone here: false from when the
   *     work could not be begun until it is, or another daemon has led for a while
   */
  LedWork(String name, Leadership leadership, Supplier<Shift> shifts, Consumer<Boolean> telling) {
    this.name = name;
    this.leadership = leadership;
    this.shifts = shifts;
    this.telling = telling;
    this.looks =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "led-" + name);
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Begins where this daemon leads; what cannot be begun then is only thrown to a lone daemon. */
  void start() {
    if (leadership == Leadership.ALONE) {
      begin();
      telling.accept(true);
    } else {
      in(0);
    }
  }

  @Override
  public void close() {
    looks.shutdownNow();
    try {
      if (!looks.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
        log.warn("Work of the leader does not end. work={}", name);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeShift();
  }

  /** A look that is late begins nothing after this. */
  private synchronized void closeShift() {
    closed = true;
    end();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a look throws nothing
  private void in(long millis) {
    if (!looks.isShutdown()) {
      looks.schedule(this::look, millis, TimeUnit.MILLISECONDS);
    }
  }

  private void look() {
    boolean well = false;
    try {
      well = turned();
    } finally {
      in(well ? LOOK_MILLIS : REST_MILLIS);
    }
  }

  /** Whether the work stands as it should. */
  private boolean turned() {
    if (leadership.leads()) {
      boolean well = isBegun() || begun();
      telling.accept(well);
      return well;
    }
    end();
    if (!leadership.standsBack()) {
      failures = 0;
      telling.accept(true);
    }
    return true;
  }

  private synchronized boolean isBegun() {
    return shift != null;
  }

  private boolean begun() {
    try {
      begin();
      failures = 0;
      return true;
    } catch (RuntimeException e) {
      if (failures == 0) {
        log.error("Work of the leader cannot be begun; it is tried again. work={}", name, e);
      }
      failures++;
      if (failures % TRIES == 0) {
        leadership.standBack();
      }
      return false;
    }
  }

  private synchronized void begin() {
    if (closed) {
      return;
    }
    Shift next = shifts.get();
    try {
      next.start();
      shift = next;
    } finally {
      if (shift == null) {
        next.close();
      }
    }
  }

  private synchronized void end() {
    Shift last = shift;
    shift = null;
    if (last != null) {
      last.close();
      log.debug("Work of the leader has ended. work={}", name);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.poll;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.function.LongSupplier;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleTrigger;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that no job waits for a time that has moved away. Quartz keeps wall times: after the
 * machine's clock was set back by a day, nothing would be polled for that day. Of one thread.
 */
final class ClockWatch {
  /** How often to look. */
  static final Duration LOOK = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(ClockWatch.class);

  /** Less than this is what clocks are corrected by all the time. */
  private static final Duration STEP = Duration.ofSeconds(2);

  private final InstantSource wall;
  private final LongSupplier steadyNanos;
  private Duration ahead;
  private boolean setBack;

  /** By the machine's clocks. */
  ClockWatch() {
    this(InstantSource.system(), System::nanoTime);
  }

  /**
   * By given clocks.
   *
   * @param wall what Quartz goes by, and what may be set
   * @param steadyNanos what only ever goes on
   */
  ClockWatch(InstantSource wall, LongSupplier steadyNanos) {
    this.wall = wall;
    this.steadyNanos = steadyNanos;
    this.ahead = ahead();
  }

  private Duration ahead() {
    return Duration.between(Instant.EPOCH, wall.instant()).minusNanos(steadyNanos.getAsLong());
  }

  /**
   * Begins anew what waits too long, when the clock was set back since the last look.
   *
   * @throws SchedulerException when the jobs cannot be reached; the next look tries again
   */
  void look(Scheduler scheduler) throws SchedulerException {
    Duration now = ahead();
    Duration back = ahead.minus(now);
    ahead = now;
    if (back.compareTo(STEP) > 0) {
      log.warn("The machine's clock was set back; polling goes on by the new time. by={}", back);
      setBack = true;
    }
    if (setBack) {
      wake(scheduler, wall.instant());
      setBack = false;
    }
  }

  private static void wake(Scheduler scheduler, Instant now) throws SchedulerException {
    for (TriggerKey key : scheduler.getTriggerKeys(GroupMatcher.anyTriggerGroup())) {
      Trigger trigger = scheduler.getTrigger(key);
      if (trigger != null && waitsTooLong(trigger, now)) {
        scheduler.rescheduleJob(key, trigger.getTriggerBuilder().startAt(Date.from(now)).build());
      }
    }
  }

  /** A cron expression is asked anew in any case; that fires nothing by itself. */
  private static boolean waitsTooLong(Trigger trigger, Instant now) {
    Date next = trigger.getNextFireTime();
    if (next == null) {
      return false;
    }
    return !(trigger instanceof SimpleTrigger simple)
        || next.toInstant().isAfter(now.plusMillis(simple.getRepeatInterval()));
  }
}

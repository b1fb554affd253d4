// SPDX-License-Identifier: Apache-2.0
package aispend.poll;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quartz.CronScheduleBuilder;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;

/** Jobs as a clock leaves them behind that was a day ahead and is set right. */
final class ClockWatchTest {
  private static final Duration HOURLY = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private Instant wall = now.plus(DAY);
  private long steady;
  private final CountDownLatch polled = new CountDownLatch(1);
  private Scheduler scheduler;
  private ClockWatch watch;

  @BeforeEach
  void schedule() throws SchedulerException {
    scheduler =
        Schedulers.inMemory(
            1, name -> new PollJob(name, polled::countDown, new Running(), () -> {}));
    watch = new ClockWatch(() -> wall, () -> steady);
    scheduler.addJob(Firings.job("v", "", false), true);
  }

  @AfterEach
  void end() throws SchedulerException {
    scheduler.shutdown(true);
  }

  @Test
  void clockThatIsSetBackByADay_pollsAtOnceAndNotTomorrow()
      throws SchedulerException, InterruptedException {
    scheduler.scheduleJob(ahead(DAY.plus(HOURLY)));
    scheduler.start();
    set(now);

    watch.look(scheduler);

    assertThat(polled.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(next()).isBetween(now.plus(HOURLY), now.plus(HOURLY).plusSeconds(20));
  }

  @Test
  void clockThatIsSetBackByLessThanAnInterval_disturbsNothing() throws SchedulerException {
    wall = now.plusSeconds(60);
    watch = new ClockWatch(() -> wall, () -> steady);
    scheduler.scheduleJob(ahead(Duration.ofMinutes(30)));
    Instant before = next();
    set(now);

    watch.look(scheduler);

    assertThat(next()).isEqualTo(before);
  }

  @Test
  void clockThatGoesOn_disturbsNothing() throws SchedulerException {
    scheduler.scheduleJob(ahead(DAY.plus(HOURLY)));
    Instant before = next();
    wall = wall.plusSeconds(5);
    steady += Duration.ofSeconds(5).toNanos();

    watch.look(scheduler);

    assertThat(next()).isEqualTo(before);
  }

  @Test
  void cronExpression_isAskedByTheNewTime() throws SchedulerException {
    scheduler.scheduleJob(
        TriggerBuilder.newTrigger()
            .withIdentity("v")
            .forJob("v")
            .startAt(Date.from(now.plus(DAY)))
            .withSchedule(CronScheduleBuilder.cronSchedule("0 0/15 * * * ?"))
            .build());
    set(now);

    watch.look(scheduler);

    assertThat(next()).isBetween(now, now.plus(Duration.ofMinutes(15)));
  }

  @Test
  void jobsThatCannotBeReached_areBroughtForwardAtTheNextLook() throws SchedulerException {
    Scheduler gone = Schedulers.inMemory(1, name -> null);
    gone.shutdown();
    scheduler.scheduleJob(ahead(DAY.plus(HOURLY)));
    set(now);

    try {
      watch.look(gone);
    } catch (SchedulerException e) {
      assertThat(e).hasMessageContaining("shutdown");
    }
    watch.look(scheduler);

    assertThat(next()).isBefore(now.plus(HOURLY));
  }

  /** Without time going by. */
  private void set(Instant instant) {
    wall = instant;
  }

  private Instant next() throws SchedulerException {
    return scheduler.getTrigger(TriggerKey.triggerKey("v")).getNextFireTime().toInstant();
  }

  private Trigger ahead(Duration by) {
    return Firings.every("v", HOURLY).getTriggerBuilder().startAt(Date.from(now.plus(by))).build();
  }
}

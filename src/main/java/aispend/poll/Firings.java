// SPDX-License-Identifier: Apache-2.0
package aispend.poll;

import aispend.config.Schedule;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.TimeZone;
import org.quartz.CronExpression;
import org.quartz.CronScheduleBuilder;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;

/** Schedules in Quartz's words. A job and its trigger have the same name. */
final class Firings {
  private static final TimeZone UTC = TimeZone.getTimeZone("UTC");

  private Firings() {}

  /** A job that is begun anew when who does it is lost on the way. */
  static JobDetail job(String name, String description, boolean recovered) {
    return JobBuilder.newJob(PollJob.class)
        .withIdentity(name)
        .withDescription(description)
        .requestRecovery(recovered)
        .storeDurably()
        .build();
  }

  static Trigger trigger(Account account) {
    if (account.reading().schedule() instanceof Schedule.Every every) {
      return every(account.name(), every.interval());
    }
    if (account.reading().schedule() instanceof Schedule.Cron cron) {
      return TriggerBuilder.newTrigger()
          .withIdentity(account.name())
          .forJob(account.name())
          .withSchedule(
              CronScheduleBuilder.cronSchedule(cronExpression(cron))
                  .inTimeZone(UTC)
                  .withMisfireHandlingInstructionFireAndProceed())
          .build();
    }
    throw new AssertionError(account.reading().schedule());
  }

  /** From now on. */
  static Trigger every(String job, Duration interval) {
    return TriggerBuilder.newTrigger()
        .withIdentity(job)
        .forJob(job)
        .startNow()
        .withSchedule(
            SimpleScheduleBuilder.simpleSchedule()
                .withIntervalInMilliseconds(interval.toMillis())
                .repeatForever()
                .withMisfireHandlingInstructionNowWithRemainingCount())
        .build();
  }

  /** Time between two firings; zero where there is only one more. */
  static Duration interval(Schedule schedule, Clock clock) {
    if (schedule instanceof Schedule.Every every) {
      return every.interval();
    }
    if (schedule instanceof Schedule.Cron cron) {
      CronExpression expression = cronExpression(cron);
      Date first = expression.getNextValidTimeAfter(Date.from(clock.instant()));
      Date second = first == null ? null : expression.getNextValidTimeAfter(first);
      return second == null
          ? Duration.ZERO
          : Duration.between(first.toInstant(), second.toInstant());
    }
    throw new AssertionError(schedule);
  }

  private static CronExpression cronExpression(Schedule.Cron cron) {
    try {
      CronExpression expression = new CronExpression(cron.expression());
      expression.setTimeZone(UTC);
      return expression;
    } catch (java.text.ParseException e) {
      throw new IllegalArgumentException("cron expression " + cron.expression(), e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.poll;

import java.time.Instant;
import java.util.Date;
import java.util.Objects;
import java.util.Optional;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;

/** Where jobs are kept, and who sees to it that each is done. Any thread may use it. */
interface Jobs extends AutoCloseable {
  /** Begins to do what is due. */
  void start();

  /** Takes care that the jobs are those of the configuration; for whoever does it for all. */
  void lead();

  /** When a job is due next; empty when it never is, or when that is not known here. */
  Optional<Instant> next(String job);

  /** Lets nothing begin any more and interrupts what is under way; does not wait for it. */
  void stop();

  /** As stop, and waits. */
  @Override
  void close();

  /** As {@link #next}, of a scheduler. */
  static Optional<Instant> next(Scheduler scheduler, String job) throws SchedulerException {
    return scheduler.getTriggersOfJob(JobKey.jobKey(job)).stream()
        .map(Trigger::getNextFireTime)
        .filter(Objects::nonNull)
        .map(Date::toInstant)
        .min(Instant::compareTo);
  }
}

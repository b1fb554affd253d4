// SPDX-License-Identifier: Apache-2.0
package aispend.poll;

import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One firing of an account's work. Quartz never runs two firings of one job at once. */
@DisallowConcurrentExecution
final class PollJob implements Job {
  private static final Logger log = LoggerFactory.getLogger(PollJob.class);

  /** What is done at a firing. */
  interface Work {
    void run() throws InterruptedException;
  }

  private final String name;
  private final Work work;
  private final Running running;
  private final Runnable left;

  /**
   * A firing.
   *
   * @param left is told when the work was not done, or not to its end, because of a stop
   */
  PollJob(String name, Work work, Running running, Runnable left) {
    this.name = name;
    this.work = work;
    this.running = running;
    this.left = left;
  }

  @Override
  public void execute(JobExecutionContext context) {
    if (!running.enter()) {
      left.run();
      return;
    }
    boolean done = false;
    try {
      work.run();
      done = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      log.info("Stopped in the middle. job={}", name);
    } catch (RuntimeException e) {
      done = true;
      log.error("Failed in the daemon itself. job={}", name, e);
    } finally {
      running.leave();
      if (!done) {
        left.run();
      }
    }
  }
}

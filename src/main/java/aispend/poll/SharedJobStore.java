// SPDX-License-Identifier: Apache-2.0
package aispend.poll;

import org.quartz.impl.jdbcjobstore.JobStoreTX;

/**
 * Quartz's clustered job store under one name, whatever the scheduler is called: a process may have
 * several schedulers one after the other, and all daemons have the same jobs. Made by Quartz.
 */
@SuppressWarnings("unchecked") // of the classes of Quartz among themselves
public final class SharedJobStore extends JobStoreTX {
  private static final String NAME = "aispend";

  @Override
  public void setInstanceName(String scheduler) {
    super.setInstanceName(NAME);
  }
}

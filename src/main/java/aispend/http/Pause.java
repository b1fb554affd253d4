// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import java.time.Duration;

/** Waits. The daemon's own ends early when it stops; a test's only notes how long it should be. */
@FunctionalInterface
public interface Pause {
  /**
   * Blocks for the duration.
   *
   * @throws InterruptedException when the thread is interrupted or the daemon stops meanwhile
   */
  void pause(Duration duration) throws InterruptedException;
}

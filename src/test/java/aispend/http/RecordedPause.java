// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Does not wait; remembers how long it should have. */
public final class RecordedPause implements Pause {
  private final List<Duration> waits = new CopyOnWriteArrayList<>();

  @Override
  public void pause(Duration duration) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted in a test");
    }
    waits.add(duration);
  }

  /** How long each wait should have been, oldest first. */
  public List<Duration> waits() {
    return List.copyOf(waits);
  }
}

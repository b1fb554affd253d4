// SPDX-License-Identifier: Apache-2.0
package aispend.e2e;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Scrapes all daemons in turn, as one Prometheus does, and sees whether a total ever falls. */
final class Watch {
  private final Fleet fleet;
  private final String sample;
  private final List<String> falls = new ArrayList<>();
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private BigDecimal last = BigDecimal.ZERO;

  @SuppressWarnings("FutureReturnValueIgnored") // a look throws nothing
  Watch(Fleet fleet, String sample) {
    this.fleet = fleet;
    this.sample = sample;
    thread.scheduleWithFixedDelay(this::look, 0, 200, TimeUnit.MILLISECONDS);
  }

  private synchronized void look() {
    for (int one = 0; one < fleet.size(); one++) {
      Optional<BigDecimal> shown;
      try {
        shown = fleet.sum(one, sample);
      } catch (IllegalStateException e) {
        falls.add(String.valueOf(e.getMessage()));
        continue;
      }
      if (shown.isPresent() && shown.get().compareTo(last) < 0) {
        falls.add(last + " then " + shown.get() + " by daemon " + one);
      }
      last = shown.orElse(last);
    }
  }

  /** Each time that it fell, or a scrape was refused. */
  synchronized List<String> stop() {
    thread.shutdownNow();
    return List.copyOf(falls);
  }
}

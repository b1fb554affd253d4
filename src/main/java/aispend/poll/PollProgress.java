// SPDX-License-Identifier: Apache-2.0
package aispend.poll;

import aispend.model.ChargePeriod;
import aispend.model.Source;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says now and then how far a poll is that takes long, as the first one may. For one thread. */
final class PollProgress implements Poller.Progress {
  private static final Logger log = LoggerFactory.getLogger(PollProgress.class);

  private static final long EVERY_NANOS = Duration.ofSeconds(10).toNanos();

  private long said = System.nanoTime();

  @Override
  public void done(Source source, Instant until, ChargePeriod range) {
    long now = System.nanoTime();
    if (now - said >= EVERY_NANOS && until.isBefore(range.end())) {
      said = now;
      log.info(
          "Still reading. source={} from={} read_until={} to={}",
          source.name(),
          range.start(),
          until,
          range.end());
    }
  }
}

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

  /**
   * How far a range is read.
   *
   * @param percent of its time; 0 to 100
   * @param left how long the rest takes if it goes on as fast as before
   */
  record Reach(long percent, Duration left) {
    /** Of what was read in some time until an instant, which lies behind the range's start. */
    static Reach of(ChargePeriod range, Instant until, Duration took) {
      long whole = range.duration().toSeconds();
      long done = Duration.between(range.start(), until).toSeconds();
      double rest = took.toSeconds() * (double) (whole - done) / done;
      return new Reach(100 * done / whole, Duration.ofSeconds(Math.round(rest)));
    }
  }

  private final long begun = System.nanoTime();
  private long said = begun;

  @Override
  public void done(Source source, Instant until, ChargePeriod range) {
    long now = System.nanoTime();
    if (now - said >= EVERY_NANOS && until.isBefore(range.end())) {
      said = now;
      Reach reach = Reach.of(range, until, Duration.ofNanos(now - begun));
      log.info(
          "Still reading. source={} from={} read_until={} to={} percent={} left={}",
          source.name(),
          range.start(),
          until,
          range.end(),
          reach.percent(),
          reach.left());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.poll;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.ChargePeriod;
import aispend.poll.PollProgress.Reach;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class PollProgressTest {
  private static final Instant START = Instant.parse("2026-08-24T00:00:00Z");
  private static final ChargePeriod RANGE =
      new ChargePeriod(START, START.plus(Duration.ofDays(90)));

  private static Reach after(long days, long seconds) {
    return Reach.of(RANGE, START.plus(Duration.ofDays(days)), Duration.ofSeconds(seconds));
  }

  @Test
  void thirdOfTheRange_leavesTwiceAsLong() {
    assertThat(after(30, 100)).isEqualTo(new Reach(33, Duration.ofSeconds(200)));
  }

  @Test
  void firstBucket_isGuessedFromToo() {
    Instant firstHour = START.plus(Duration.ofHours(1));

    assertThat(Reach.of(RANGE, firstHour, Duration.ofSeconds(10)))
        .isEqualTo(new Reach(0, Duration.ofSeconds(21_590)));
  }

  @Test
  void wholeRange_leavesNothing() {
    assertThat(after(90, 300)).isEqualTo(new Reach(100, Duration.ZERO));
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.ProviderException.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static Backoff backoff(double jitter, int floorSeconds) {
    HttpSettings.Retries retries =
        new HttpSettings.Retries(
            6, Duration.ofSeconds(1), Duration.ofMinutes(5), jitter, Duration.ofHours(1));
    return new Backoff(retries, Duration.ofSeconds(floorSeconds), new Random(1));
  }

  private static Outcome.Failed failure(int status, @Nullable Duration told) {
    return new Outcome.Failed(
        Kind.UNAVAILABLE, status, "failed", null, true, Optional.ofNullable(told));
  }

  @Test
  void untold_doublesUpToTheLongest() {
    assertThat(
            IntStream.rangeClosed(1, 11)
                .mapToObj(attempts -> backoff(0, 60).after(attempts, failure(503, null)))
                .map(Duration::toSeconds))
        .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L);
  }

  @Property
  void jitter_staysWithinItsShare(
      @ForAll @IntRange(min = 1, max = 100) int attempts, @ForAll long seed) {
    HttpSettings.Retries retries = HttpSettings.Retries.DEFAULTS;
    Duration exact = backoff(0, 0).after(attempts, failure(503, null));

    Duration wait =
        new Backoff(retries, Duration.ZERO, new Random(seed)).after(attempts, failure(503, null));

    assertThat(wait.toMillis()).isBetween(exact.toMillis() * 8 / 10, exact.toMillis() * 12 / 10);
  }

  @Test
  void silent429_waitsAtLeastTheFloor() {
    assertThat(backoff(0.2, 60).after(1, failure(429, null))).isEqualTo(Duration.ofMinutes(1));
    assertThat(backoff(0, 60).after(8, failure(429, null))).isEqualTo(Duration.ofSeconds(128));
  }

  @Test
  void told_isFollowedExactlyAndBeyondTheLongestOfOurOwn() {
    Backoff backoff = backoff(0.2, 60);

    assertThat(backoff.after(1, failure(429, Duration.ofSeconds(3)))).hasSeconds(3);
    assertThat(backoff.after(1, failure(503, Duration.ofMinutes(10)))).hasSeconds(600);
    assertThat(backoff.cuts(failure(503, Duration.ofMinutes(10)))).isFalse();
  }

  @Test
  void toldTooLong_isCutAndSaid() {
    Outcome.Failed failure = failure(429, Duration.ofDays(3));

    assertThat(backoff(0.2, 60).after(1, failure)).isEqualTo(Duration.ofHours(1));
    assertThat(backoff(0.2, 60).cuts(failure)).isTrue();
  }

  @Test
  void toldAtOnce_stillBacksOff() {
    assertThat(backoff(0, 60).after(1, failure(429, Duration.ZERO))).hasSeconds(1);
  }
}

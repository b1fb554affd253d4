// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PacerTest {
  private final AtomicLong now = new AtomicLong(-5);
  private final List<Duration> waits = new ArrayList<>();

  private Pacer pacer(int requestsPerMinute) {
    return new Pacer(
        requestsPerMinute,
        wait -> {
          waits.add(wait);
          now.addAndGet(wait.toNanos());
        },
        now::get);
  }

  @Test
  void burst_passesUpToTheLimitThenWaitsForTheFirstToAge() throws Exception {
    Pacer pacer = pacer(2);

    pacer.acquire();
    now.addAndGet(Duration.ofSeconds(10).toNanos());
    pacer.acquire();
    pacer.acquire();
    pacer.acquire();

    assertThat(waits).containsExactly(Duration.ofSeconds(50), Duration.ofSeconds(10));
  }

  @Test
  void slowAsking_neverWaits() throws Exception {
    Pacer pacer = pacer(1);
    for (int i = 0; i < 5; i++) {
      pacer.acquire();
      now.addAndGet(Duration.ofMinutes(1).toNanos());
    }

    assertThat(waits).isEmpty();
  }

  @Property(tries = 200)
  void anyAsking_keepsTheLimitInEveryMinute(
      @ForAll @IntRange(min = 1, max = 7) int limit,
      @ForAll @Size(max = 60) List<@IntRange(max = 40) Integer> gaps)
      throws Exception {
    Pacer pacer = pacer(limit);
    List<Long> sent = new ArrayList<>();
    for (int gap : gaps) {
      now.addAndGet(Duration.ofSeconds(gap).toNanos());
      pacer.acquire();
      sent.add(now.get());
    }

    for (int i = limit; i < sent.size(); i++) {
      assertThat(sent.get(i) - sent.get(i - limit))
          .isGreaterThanOrEqualTo(Duration.ofMinutes(1).toNanos());
    }
  }
}

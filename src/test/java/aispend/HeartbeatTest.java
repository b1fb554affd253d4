// SPDX-License-Identifier: Apache-2.0
package aispend;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.http.CapturedLog;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HeartbeatTest {
  @Test
  @Timeout(10)
  void start_beatsAtOnceWhenAsked() throws InterruptedException {
    CountDownLatch beaten = new CountDownLatch(1);
    try (Heartbeat heart = new Heartbeat("heart", "It stands still.", beaten::countDown)) {
      heart.start(0);

      assertThat(beaten.await(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void failure_isSaidOnceUntilItIsOver() {
    AtomicInteger beats = new AtomicInteger();
    Heartbeat heart =
        new Heartbeat(
            "heart",
            "It stands still.",
            () -> {
              if (beats.incrementAndGet() != 3) {
                throw new IllegalStateException("beat " + beats);
              }
            });
    try (heart;
        CapturedLog log = new CapturedLog()) {
      for (int i = 0; i < 5; i++) {
        heart.beat();
      }

      assertThat(log.lines().stream().filter(line -> line.contains("It stands still.")))
          .containsExactly(
              "WARN It stands still. cause=beat 1", "WARN It stands still. cause=beat 4");
    }
  }
}

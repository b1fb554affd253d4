// SPDX-License-Identifier: Apache-2.0
package aispend.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aispend.demo.DemoOptions;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A loop, from its events to a page, with every interval and wait as shipped. */
final class RunawayPageIT {
  private static final Duration SHOWN = Duration.ofSeconds(5);
  private static final Duration FIRING = Duration.ofSeconds(60);
  private static final Duration PAGED = Duration.ofSeconds(90);

  @Test
  void loop_isPagedWithinNinetySeconds(@TempDir Path folder) throws Exception {
    DemoOptions quiet = DemoOptions.DEFAULT.withDays(1).withoutFaults();
    try (Stack stack = new Stack(folder, quiet, Settings.of(""), Rules.AS_SHIPPED, Pace.SHIPPED)) {
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> stack.count("aispend_poll_last_success_timestamp_seconds > 0") == 4);
      assertThat(stack.count("aispend_runaway_usd > 50")).isZero();

      for (int call = 0; call < 60; call++) {
        Events.post(stack, "looping", "", Clock.systemUTC().instant(), BigDecimal.ONE);
      }
      long begun = System.nanoTime();

      await()
          .atMost(left(begun, SHOWN))
          .until(() -> stack.shown("aispend_runaway_usd").compareTo(BigDecimal.ZERO) > 0);
      await()
          .atMost(left(begun, FIRING))
          .until(() -> stack.count("ALERTS{alertname=\"AISpendRunawayLoop\"}") > 0);
      await()
          .atMost(left(begun, PAGED))
          .until(() -> !stack.webhook.firing("AISpendRunawayLoop").isEmpty());
    }
  }

  private static Duration left(long begun, Duration most) {
    return most.minusNanos(System.nanoTime() - begun);
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class SpeedTest {
  @Test
  void sevenDaysOfHoursGroupedByEverything_takeLessThanASecond() throws Exception {
    String path =
        "/v1/organization/usage/completions?bucket_width=1h&limit=168&start_time=1794355200"
            + "&group_by=project_id&group_by=user_id&group_by=api_key_id&group_by=model"
            + "&group_by=batch&group_by=service_tier&group_by=api_source";
    try (Simulation simulation = Simulation.ofDays(35)) {
      Duration fastest = Duration.ofDays(1);
      for (int i = 0; i < 10; i++) {
        long start = System.nanoTime();
        assertThat(simulation.get(path).path("data")).hasSize(168);
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        fastest = taken.compareTo(fastest) < 0 ? taken : fastest;
      }

      assertThat(fastest).isLessThan(Duration.ofSeconds(1));
    }
  }
}

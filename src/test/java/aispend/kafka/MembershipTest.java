// SPDX-License-Identifier: Apache-2.0
package aispend.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

/** Which threads hear the brokers, by what their clients count. */
final class MembershipTest {
  private static final Duration SESSION = Duration.ofSeconds(15);
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Membership membership = new Membership(SESSION);
  private final Map<MetricName, Metric> metrics = new HashMap<>();

  @Test
  void threadThatHearsTheBrokers_holdsItsPartitions() {
    for (int second = 0; second < 60; second++) {
      came("app-1", Math.floorDiv(second, 3));
      membership.look(metrics, second * SECOND);
      assertThat(membership.holds("app-1", second * SECOND)).as("after %d s", second).isTrue();
    }
  }

  @Test
  void threadThatHearsNothing_holdsNothingBeforeTheBrokersGiveItsPartitionsAway() {
    came("app-1", 4);
    came("app-2", 9);
    membership.look(metrics, 0);
    came("app-2", 10);
    membership.look(metrics, 9 * SECOND);

    assertThat(membership.holds("app-1", 9 * SECOND)).isTrue();
    assertThat(membership.holds("app-1", 10 * SECOND)).isFalse();
    assertThat(membership.holds("app-2", 10 * SECOND)).isTrue();

    came("app-1", 5);
    membership.look(metrics, 30 * SECOND);
    assertThat(membership.holds("app-1", 30 * SECOND)).as("it hears again").isTrue();
  }

  @Test
  void threadThatIsGone_holdsNothing() {
    came("app-1", 4);
    membership.look(metrics, 0);
    metrics.clear();
    membership.look(metrics, SECOND);

    assertThat(membership.holds("app-1", SECOND)).isFalse();
    assertThat(membership.holds("never-seen", SECOND)).isFalse();
  }

  private void came(String thread, double count) {
    put("consumer-metrics", thread, count);
    put("consumer-node-metrics", thread, 1);
  }

  private void put(String group, String thread, double count) {
    MetricName name =
        new MetricName("incoming-byte-total", group, "", Map.of("client-id", thread + "-consumer"));
    metrics.put(
        name,
        new Metric() {
          @Override
          public MetricName metricName() {
            return name;
          }

          @Override
          public Object metricValue() {
            return count;
          }
        });
  }
}

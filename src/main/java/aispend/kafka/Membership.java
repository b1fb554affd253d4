// SPDX-License-Identifier: Apache-2.0
package aispend.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Which of the stream's threads hear the brokers. One that hears nothing loses its partitions to
 * other daemons after the session timeout and learns of it only when it gets through again; so it
 * is taken for a member no longer than most of it, counted from the last byte that came. A thread
 * that has partitions hears something twice a second, also when there is nothing to read and while
 * it waits to join again. One looks now and then; any thread may ask.
 */
final class Membership {
  private static final String BYTES = "incoming-byte-total";
  private static final String OF_ALL_BROKERS = "consumer-metrics";
  private static final String CONSUMER = "-consumer";

  private final long patienceNanos;
  private final Map<String, Heard> byThread = new ConcurrentHashMap<>();

  /** How many bytes came, and when the last of them were seen. */
  private record Heard(double count, long seenNanos) {}

  /**
   * Members none.
   *
   * @param session after which the brokers give partitions to others
   */
  Membership(Duration session) {
    this.patienceNanos = session.multipliedBy(2).dividedBy(3).toNanos();
  }

  /**
   * Looks for bytes that came.
   *
   * @param metrics of the clients of all threads
   * @param nanos by a count that only moves on
   */
  void look(Map<MetricName, ? extends Metric> metrics, long nanos) {
    Map<String, Heard> found = new HashMap<>();
    metrics.forEach(
        (name, metric) -> {
          String client = name.tags().getOrDefault("client-id", "");
          if (name.name().equals(BYTES)
              && name.group().equals(OF_ALL_BROKERS)
              && client.endsWith(CONSUMER)
              && metric.metricValue() instanceof Double count) {
            String thread = client.substring(0, client.length() - CONSUMER.length());
            found.put(thread, heard(thread, count, nanos));
          }
        });
    byThread.keySet().retainAll(found.keySet());
    byThread.putAll(found);
  }

  private Heard heard(String thread, double count, long nanos) {
    Heard before = byThread.get(thread);
    return before == null || before.count() != count ? new Heard(count, nanos) : before;
  }

  /** Whether a thread heard the brokers lately. */
  boolean holds(String thread, long nanos) {
    Heard last = byThread.get(thread);
    return last != null && nanos - last.seenNanos() < patienceNanos;
  }
}

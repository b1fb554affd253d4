// SPDX-License-Identifier: Apache-2.0
package aispend.kafka;

import aispend.config.KafkaConfig;
import aispend.telemetry.KafkaTelemetry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This daemon's part of the stream that counts events. Started and closed once. */
final class EventStream implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EventStream.class);
  private static final Duration FAREWELL = Duration.ofSeconds(20);
  private static final long RETRY_SECONDS = 5;
  private static final long LOOK_MILLIS = 1_000;

  private final KafkaConfig config;
  private final KafkaTelemetry telemetry;
  private final ShownCounters shown = new ShownCounters();
  private final StateMemory memory;
  private final KafkaStreams streams;
  private final Restoring restoring = new Restoring();
  private final Membership membership;
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "kafka-membership");
            thread.setDaemon(true);
            return thread;
          });
  private final CountDownLatch closing = new CountDownLatch(1);

  EventStream(KafkaConfig config, MessageCheck check, KafkaTelemetry telemetry) {
    this.config = config;
    this.telemetry = telemetry;
    this.membership = new Membership(ClientSettings.session(config));
    this.memory = new StateMemory(config.stream().memoryBytes());
    Properties settings = new Properties();
    settings.putAll(ClientSettings.stream(config, memory));
    this.streams = streams(check, settings);
    streams.setGlobalStateRestoreListener(restoring);
    streams.setUncaughtExceptionHandler(this::failed);
  }

  private KafkaStreams streams(MessageCheck check, Properties settings) {
    try {
      return new KafkaStreams(
          StreamTopology.of(config, check, shown), settings, new CommitWatch(this::committed));
    } catch (RuntimeException e) { // the broker's name may not be known yet; it is tried again
      memory.close();
      throw e;
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a look throws nothing
  void start() {
    streams.start();
    looks.scheduleWithFixedDelay(
        () -> membership.look(streams.metrics(), System.nanoTime()),
        0,
        LOOK_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  /** What Kafka Streams calls its state, in small letters. */
  String state() {
    return streams.state().name().toLowerCase(Locale.ROOT);
  }

  /** Records of changelogs that are still to be read back. */
  long restoring() {
    return restoring.left.get();
  }

  /**
   * The counters of the partitions that this daemon has: none while it hears nothing from the
   * brokers, as others may show them by then.
   */
  Map<Integer, PartitionCounters.Snapshot> counters() {
    long now = System.nanoTime();
    return shown.now(thread -> membership.holds(thread, now));
  }

  /** Messages that are not counted yet, by partition that this daemon has. */
  Map<Integer, Long> lag() {
    Map<Integer, Long> lag = new HashMap<>();
    streams
        .metrics()
        .forEach((name, metric) -> partition(name).ifPresent(p -> lag.put(p, number(metric))));
    return lag;
  }

  private Optional<Integer> partition(MetricName name) {
    boolean wanted =
        name.name().equals("records-lag")
            && config.topics().events().replace('.', '_').equals(topic(name))
            && name.tags().containsKey("partition");
    return wanted ? Optional.of(Integer.valueOf(name.tags().get("partition"))) : Optional.empty();
  }

  private static String topic(MetricName name) {
    return name.tags().getOrDefault("topic", "").replace('.', '_');
  }

  private static long number(Metric metric) {
    return metric.metricValue() instanceof Double value && !value.isNaN() ? value.longValue() : 0;
  }

  private void committed(Duration took) {
    shown.committed();
    telemetry.committed(took);
  }

  /** A thread that failed is replaced: what it had begun was not committed and is done again. */
  private StreamThreadExceptionResponse failed(Throwable cause) {
    log.error("A thread of the stream failed and is replaced.", cause);
    telemetry.threadFailed();
    try {
      closing.await(RETRY_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  @Override
  public void close() {
    closing.countDown();
    looks.shutdownNow();
    if (!streams.close(FAREWELL)) {
      log.warn("The stream did not stop in time; what was not committed is done again.");
    } else {
      memory.close();
    }
  }

  private static final class Restoring implements StateRestoreListener {
    private final AtomicLong left = new AtomicLong();
    private final Map<TopicPartition, Long> byStore = new ConcurrentHashMap<>();

    @Override
    public void onRestoreStart(TopicPartition log, String store, long from, long until) {
      byStore.put(log, until - from);
      sum();
    }

    @Override
    public void onBatchRestored(TopicPartition log, String store, long until, long count) {
      byStore.computeIfPresent(log, (one, records) -> Math.max(0, records - count));
      sum();
    }

    @Override
    public void onRestoreEnd(TopicPartition log, String store, long total) {
      byStore.remove(log);
      sum();
    }

    @Override
    public void onRestoreSuspended(TopicPartition log, String store, long total) {
      byStore.remove(log);
      sum();
    }

    private void sum() {
      left.set(byStore.values().stream().mapToLong(Long::longValue).sum());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.kafka;

import aispend.config.KafkaConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The settings of Kafka's clients: those on which exactness and bounds rest, above them what the
 * configuration names. The latter cannot touch the ones that are named in the section.
 */
final class ClientSettings {
  /** Until the broker has answered or a request is given up. */
  static final Duration DELIVERY = Duration.ofSeconds(10);

  private static final int REQUEST_MILLIS = 5_000;
  private static final int BUFFER_BYTES = 32 << 20;

  /** A daemon that died is missed so soon. */
  private static final int SESSION_MILLIS = 15_000;

  private static final int COMMIT_MILLIS = 1_000;
  private static final long CACHE_BYTES = 16L << 20;

  private ClientSettings() {}

  /** Of whoever looks after topics. */
  static Map<String, Object> admin(KafkaConfig config) {
    Map<String, Object> settings = common(config);
    settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
    settings.put("default.api.timeout.ms", (int) DELIVERY.toMillis());
    return settings;
  }

  /**
   * Of who writes events: each once per session and in order, on all replicas in sync before it is
   * acknowledged, waiting for nobody long.
   */
  static Map<String, Object> producer(KafkaConfig config) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY.toMillis());
    settings.putAll(common(config));
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, config.stream().applicationId() + "-intake");
    return settings;
  }

  /** Of the stream that counts events. */
  static Map<String, Object> stream(KafkaConfig config, StateMemory memory) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MILLIS);
    settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
    settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    settings.putAll(common(config));
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, config.stream().applicationId());
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.STATE_DIR_CONFIG, config.stream().stateDir().toString());
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.stream().threads());
    settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, config.topics().replicationFactor());
    settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, StateMemory.Setter.class);
    settings.put(StateMemory.SETTING, memory);
    return settings;
  }

  /** The group of those who take totals to the ledger. */
  static String totalsGroup(KafkaConfig config) {
    return config.stream().applicationId() + "-ledger";
  }

  /** How long the stream's partitions stay with a daemon that the brokers do not hear. */
  static Duration session(KafkaConfig config) {
    String told = config.client().get(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG);
    return Duration.ofMillis(told == null ? SESSION_MILLIS : Long.parseLong(told.strip()));
  }

  /** Of who takes totals to the ledger. */
  static Map<String, Object> totals(KafkaConfig config) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
    settings.putAll(common(config));
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, totalsGroup(config));
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    return settings;
  }

  private static Map<String, Object> common(KafkaConfig config) {
    Map<String, Object> settings = new HashMap<>(config.client());
    settings.put(
        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers().orElseThrow());
    return settings;
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import static aispend.config.Key.key;

import aispend.model.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The keys of intake by a topic. A key has an effect only beside the brokers. */
final class KafkaKeys {
  private static final String BROKERS = "\nbootstrap_servers = \"kafka-1:9092\"";

  private KafkaKeys() {}

  static Stream<Key> all() {
    return Stream.of(place(), topics(), stream()).flatMap(keys -> keys);
  }

  private static Stream<Key> place() {
    return Stream.of(
        key(
            "kafka.bootstrap_servers",
            "\"kafka-1:9092, [::1]:9093\"",
            c -> c.kafka().bootstrapServers(),
            Optional.empty(),
            Optional.of("kafka-1:9092,[::1]:9093")),
        key(
            "kafka.client_properties_env",
            "\"OTHER_KEY\"" + BROKERS,
            c -> c.kafka().clientProperties().map(Secret::reveal),
            Optional.empty(),
            Optional.of("sk-admin-other")),
        key(
            "kafka.client_properties_file",
            "\"FILE\"" + BROKERS,
            c -> c.kafka().clientProperties().map(Secret::reveal),
            Optional.empty(),
            Optional.of("sk-admin-from-file")));
  }

  private static Stream<Key> topics() {
    Function<Config, KafkaConfig.Topics> topics = c -> c.kafka().topics();
    return Stream.of(
        key(
            "kafka.events_topic",
            "\"calls\"" + BROKERS,
            topics.andThen(KafkaConfig.Topics::events)::apply,
            "aispend.events",
            "calls"),
        key(
            "kafka.totals_topic",
            "\"hours\"" + BROKERS,
            topics.andThen(KafkaConfig.Topics::totals)::apply,
            "aispend.totals",
            "hours"),
        key(
            "kafka.dead_letter_topic",
            "\"dead\"" + BROKERS,
            topics.andThen(KafkaConfig.Topics::deadLetters)::apply,
            "aispend.dead-letters",
            "dead"),
        key(
            "kafka.partitions",
            "4" + BROKERS,
            topics.andThen(KafkaConfig.Topics::partitions)::apply,
            12,
            4),
        key(
            "kafka.replication_factor",
            "1" + BROKERS,
            topics.andThen(KafkaConfig.Topics::replicationFactor)::apply,
            3,
            1),
        key(
            "kafka.create_topics",
            "false" + BROKERS,
            topics.andThen(KafkaConfig.Topics::create)::apply,
            true,
            false));
  }

  private static Stream<Key> stream() {
    Function<Config, KafkaConfig.Stream> stream = c -> c.kafka().stream();
    return Stream.of(
        key(
            "kafka.aggregate",
            "false" + BROKERS,
            stream.andThen(KafkaConfig.Stream::enabled)::apply,
            true,
            false),
        key(
            "kafka.application_id",
            "\"spend\"" + BROKERS,
            stream.andThen(KafkaConfig.Stream::applicationId)::apply,
            "aispend",
            "spend"),
        key(
            "kafka.state_dir",
            "\"/var/kafka\"" + BROKERS,
            stream.andThen(KafkaConfig.Stream::stateDir)::apply,
            Path.of("data/kafka"),
            Path.of("/var/kafka")),
        key(
            "kafka.dedupe_retention",
            "\"60d\"" + BROKERS,
            stream.andThen(KafkaConfig.Stream::dedupeRetention)::apply,
            Duration.ofDays(35),
            Duration.ofDays(60)),
        key(
            "kafka.threads",
            "2" + BROKERS,
            stream.andThen(KafkaConfig.Stream::threads)::apply,
            1,
            2),
        key(
            "kafka.state_memory_bytes",
            "16777216" + BROKERS,
            stream.andThen(KafkaConfig.Stream::memoryBytes)::apply,
            1L << 27,
            1L << 24));
  }
}

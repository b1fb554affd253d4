// SPDX-License-Identifier: Apache-2.0
package aispend.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aispend.config.KafkaConfig;
import aispend.testing.Broker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far events are booked, by what groups have read on a real broker. */
final class BookedProgressTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir private Path folder;

  @Test
  void events_areBookedOnceTheStreamAndTheLedgerHaveReadThem() throws Exception {
    try (Broker broker = Broker.start(folder)) {
      KafkaConfig config = config(broker);
      makeTopics(config);
      try (BookedProgress progress = new BookedProgress(config);
          Admin admin = Admin.create(ClientSettings.admin(config))) {
        assertThat(progress.until(NOON)).isEmpty();
        assertThat(progress.until(after(30))).as("nothing was ever there").hasValue(NOON);

        write(broker, "events", 3);
        assertThat(progress.until(after(60))).hasValue(after(30));
        assertThat(progress.until(after(90))).as("the stream lags").hasValue(after(30));
        assertThat(progress.until(after(600))).hasValue(after(30));

        read(admin, "test", "events", 3);
        assertThat(progress.until(after(630))).hasValue(after(30));
        assertThat(progress.until(after(631))).as("totals may not be told").hasValue(after(30));
        write(broker, "totals", 2);
        assertThat(progress.until(after(660))).as("the ledger lags").hasValue(after(30));
        read(admin, "test-ledger", "totals", 1);
        assertThat(progress.until(after(690))).hasValue(after(30));

        read(admin, "test-ledger", "totals", 2);
        assertThat(progress.until(after(720))).as("all of that moment").hasValue(after(60));
        assertThat(progress.until(after(750))).hasValue(after(720));
      }
    }
  }

  @Test
  void totalsThatGoOnGrowing_doNotHoldTheWatermark() throws Exception {
    try (Broker broker = Broker.start(folder)) {
      KafkaConfig config = config(broker);
      makeTopics(config);
      try (BookedProgress progress = new BookedProgress(config);
          Admin admin = Admin.create(ClientSettings.admin(config))) {
        assertThat(progress.until(NOON)).as("counted, not told").isEmpty();
        write(broker, "totals", 2);
        assertThat(progress.until(after(30))).as("told, two totals on the way").isEmpty();

        write(broker, "totals", 3);
        read(admin, "test-ledger", "totals", 1);
        assertThat(progress.until(after(60))).as("one of the two is missing").isEmpty();
        read(admin, "test-ledger", "totals", 2);
        assertThat(progress.until(after(90))).as("three newer ones lag").hasValue(NOON);

        assertThat(progress.until(after(120))).as("five on the way").hasValue(NOON);
        write(broker, "totals", 3);
        read(admin, "test-ledger", "totals", 5);
        assertThat(progress.until(after(150))).as("again three lag").hasValue(after(90));
      }
    }
  }

  /** A broker takes a moment to know topics that it has just made. */
  private static void makeTopics(KafkaConfig config) {
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptionsInstanceOf(KafkaException.class)
        .untilAsserted(() -> new TopicCheck(config).check());
  }

  private static Instant after(long seconds) {
    return NOON.plusSeconds(seconds);
  }

  private KafkaConfig config(Broker broker) {
    return new KafkaConfig(
        Optional.of(broker.servers()),
        Optional.empty(),
        new KafkaConfig.Topics("events", "totals", "dead", 2, 1, true),
        new KafkaConfig.Stream(
            true, "test", folder.resolve("state"), Duration.ofDays(35), 1, 1L << 24));
  }

  private static void read(Admin admin, String group, String topic, long until) throws Exception {
    admin
        .alterConsumerGroupOffsets(
            group, Map.of(new TopicPartition(topic, 1), new OffsetAndMetadata(until)))
        .all()
        .get(30, TimeUnit.SECONDS);
  }

  private static void write(Broker broker, String topic, int messages) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.servers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < messages; i++) {
        byte[] value = "{}".getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(topic, 1, value, value)).get(30, TimeUnit.SECONDS);
      }
    }
  }
}

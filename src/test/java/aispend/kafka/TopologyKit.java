// SPDX-License-Identifier: Apache-2.0
package aispend.kafka;

import aispend.config.KafkaConfig;
import aispend.ingest.PricedEvents;
import aispend.kafka.PartitionCounters.Fate;
import aispend.ledger.HourTotal;
import aispend.model.Dimension;
import aispend.model.Tenant;
import aispend.normalise.CurrencyRates;
import aispend.normalise.Normaliser;
import aispend.pricing.PriceBook;
import aispend.testing.MutableClock;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The stream without brokers: one partition, what goes in and what comes out. */
abstract class TopologyKit {
  static final Instant NOW = Instant.parse("2026-11-22T12:30:00Z");
  private static final Tenant ACME = new Tenant("acme", Map.of(Dimension.PROJECT, "acme-*"));

  @TempDir private Path folder;
  final MutableClock clock = new MutableClock(NOW);
  final ShownCounters shown = new ShownCounters();
  private StateMemory memory;
  TopologyTestDriver driver;
  TestInputTopic<byte[], byte[]> events;
  TestOutputTopic<byte[], byte[]> totals;
  TestOutputTopic<byte[], byte[]> dead;

  @BeforeEach
  void begin() {
    begin(1);
  }

  final void begin(int partitions) {
    KafkaConfig config = config(partitions);
    Rules rules =
        new Rules(
            new PricedEvents(
                provider ->
                    new Normaliser(provider, provider, PriceBook.bundled(), CurrencyRates.NONE)),
            Duration.ofMinutes(10),
            Map.of("acme", ACME));
    MessageCheck check = new MessageCheck(() -> rules, config.stream().dedupeRetention(), clock);
    memory = new StateMemory(config.stream().memoryBytes());
    Properties settings = new Properties();
    settings.putAll(ClientSettings.stream(config, memory));
    driver = new TopologyTestDriver(StreamTopology.of(config, check, shown), settings, NOW);
    events =
        driver.createInputTopic("events", new ByteArraySerializer(), new ByteArraySerializer());
    totals = output("totals");
    dead = output("dead");
  }

  private TestOutputTopic<byte[], byte[]> output(String topic) {
    return driver.createOutputTopic(
        topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @AfterEach
  void end() {
    driver.close();
    memory.close();
  }

  void send(String value) {
    events.pipeInput(new TestRecord<>(null, value.getBytes(StandardCharsets.UTF_8)));
  }

  void send(String value, String tenant) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("aispend-tenant", tenant.getBytes(StandardCharsets.UTF_8));
    events.pipeInput(new TestRecord<>(null, value.getBytes(StandardCharsets.UTF_8), headers, NOW));
  }

  List<HourTotal> told() {
    driver.advanceWallClockTime(EventCounting.TELL_EVERY);
    return totals.readValuesToList().stream()
        .map(value -> HourTotal.of(new String(value, StandardCharsets.UTF_8)))
        .toList();
  }

  String reason() {
    return text(dead.readRecord(), "aispend-reason");
  }

  static String text(TestRecord<byte[], byte[]> letter, String header) {
    return new String(letter.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
  }

  long counted(Fate fate) {
    byte[] value =
        driver
            .<Bytes, byte[]>getKeyValueStore(StateStores.COUNTERS)
            .get(Bytes.wrap(("events/" + fate.name()).getBytes(StandardCharsets.UTF_8)));
    return value == null ? 0 : ByteBuffer.wrap(value).getLong();
  }

  private KafkaConfig config(int partitions) {
    return new KafkaConfig(
        Optional.of("127.0.0.1:9"),
        Optional.empty(),
        new KafkaConfig.Topics("events", "totals", "dead", partitions, 1, true),
        new KafkaConfig.Stream(
            true, "test", folder.resolve("state" + partitions), Duration.ofDays(35), 1, 1L << 24));
  }

  static String json(String id, String at, String cost) {
    return json(id, at, cost, "acme-web");
  }

  static String json(String id, String at, String cost, String project) {
    return """
    {"event_id":"%s","timestamp":"%s","provider":"openai","model":"gpt-5.4","cost_usd":"%s",
     "input_tokens":100,"output_tokens":10,"project_id":"%s"}
    """
        .formatted(id, at, cost, project);
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.config.KafkaConfig;
import aispend.ingest.PricedEvents;
import aispend.kafka.PartitionCounters.Fate;
import aispend.ledger.HourTotal;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Outcome;
import aispend.model.ReportedCost;
import aispend.model.ReportedEvent;
import aispend.model.ReportedTokens;
import aispend.model.ReportedUsage;
import aispend.model.Sender;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stream without brokers: one partition, what goes in and what comes out. */
final class StreamTopologyTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:30:00Z");
  private static final Tenant ACME = new Tenant("acme", Map.of(Dimension.PROJECT, "acme-*"));

  @TempDir private Path folder;
  private final MutableClock clock = new MutableClock(NOW);
  private final ShownCounters shown = new ShownCounters();
  private StateMemory memory;
  private TopologyTestDriver driver;
  private TestInputTopic<byte[], byte[]> events;
  private TestOutputTopic<byte[], byte[]> totals;
  private TestOutputTopic<byte[], byte[]> dead;

  @BeforeEach
  void begin() {
    begin(1);
  }

  private void begin(int partitions) {
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

  @Test
  void messageOfAnApplication_isPricedAndTold() {
    send(json("a", "2026-11-22T12:00:00Z", "0.25"));
    send(json("b", "2026-11-22T12:59:59+01:00", "0.50"));
    send(json("c", "2026-11-22T12:10:00Z", "0.000000001"));

    List<HourTotal> told = told();

    assertThat(told)
        .extracting(total -> total.place().hour() + " " + total.amounts().costNanos())
        .containsExactlyInAnyOrder(
            "2026-11-22T12:00:00Z 250000001", "2026-11-22T11:00:00Z 500000000");
  }

  @Test
  void messageAgain_countsOnce() {
    send(json("a", "2026-11-22T12:00:00Z", "0.25"));
    send(json("a", "2026-11-22T12:00:00Z", "0.25"));
    assertThat(told()).hasSize(1);

    send(json("a", "2026-11-22T12:00:00Z", "0.25"));

    assertThat(told()).as("nothing grew").isEmpty();
    assertThat(counted(Fate.ACCEPTED)).isEqualTo(1);
    assertThat(counted(Fate.DUPLICATE)).isEqualTo(2);
  }

  @Test
  void sameIdWithOtherContent_isAConflictAndADeadLetter() {
    send(json("a", "2026-11-22T12:00:00Z", "0.25"));
    send(json("a", "2026-11-22T12:00:00Z", "0.75"));

    assertThat(told())
        .extracting(total -> total.amounts().costNanos())
        .containsExactly(250_000_000L);
    assertThat(reason()).contains("event_id").contains("stays");
    assertThat(counted(Fate.CONFLICT)).isEqualTo(1);
  }

  @Test
  void sameIdInAnotherHourOrOfAnotherTenant_isAnotherEvent() {
    send(json("a", "2026-11-22T12:00:00Z", "1"));
    send(json("a", "2026-11-22T11:00:00Z", "1"));
    send(json("a", "2026-11-22T12:00:00Z", "1"), "acme");

    assertThat(told()).hasSize(3);
    assertThat(counted(Fate.ACCEPTED)).isEqualTo(3);
  }

  @Test
  void hourThatGrowsLate_isToldAnewInFull() {
    send(json("a", "2026-10-20T12:00:00Z", "1"));
    assertThat(told()).hasSize(1);

    send(json("b", "2026-10-20T12:30:00Z", "2"));

    assertThat(told())
        .singleElement()
        .satisfies(
            total -> {
              assertThat(total.amounts().costNanos()).isEqualTo(3_000_000_000L);
              assertThat(total.amounts().events()).isEqualTo(2);
            });
  }

  @Test
  void duplicateJustWithinTheRetention_isKnown() {
    send(json("a", "2026-10-18T12:30:00Z", "1"));
    send(json("new", "2026-11-22T12:30:00Z", "1"));
    told();
    clock.advance(Duration.ofHours(1));
    send(json("b", "2026-11-22T13:30:00Z", "1"));
    clock.advance(Duration.ofHours(-1));

    send(json("a", "2026-10-18T12:30:00Z", "1"));

    assertThat(counted(Fate.DUPLICATE)).isEqualTo(1);
  }

  @Test
  void eventOlderThanTheRetention_isADeadLetter() {
    send(json("a", "2026-10-18T12:29:59Z", "1"));

    assertThat(told()).isEmpty();
    assertThat(reason()).contains("kafka.dedupe_retention, 35 days");
    assertThat(counted(Fate.REJECTED)).isEqualTo(1);
  }

  @Test
  void messagesThatAreNoEvents_areDeadLettersAndStopNothing() {
    for (String bad :
        List.of("", "{", "[]", "3", "{\"event_id\":\"x\"}", "{\"a\":".repeat(90), "\u0000")) {
      send(bad);
      assertThat(reason()).as(bad).isNotEmpty();
    }
    events.pipeInput(new TestRecord<>(null, null));
    assertThat(reason()).contains("empty");
    events.pipeInput(new TestRecord<>(null, "{}".getBytes(StandardCharsets.UTF_8), ours(), NOW));
    assertThat(reason()).contains("aispend-event");

    send(json("a", "2026-11-22T12:00:00Z", "1"));

    assertThat(told()).hasSize(1);
    assertThat(counted(Fate.REJECTED)).isEqualTo(9);
  }

  @Test
  void deadLetter_isTheMessageAsItCame() {
    byte[] key = {1, 2};
    RecordHeaders headers = new RecordHeaders();
    headers.add("theirs", new byte[] {7});
    events.pipeInput(new TestRecord<>(key, new byte[] {'{'}, headers, NOW));

    TestRecord<byte[], byte[]> letter = dead.readRecord();

    assertThat(letter.key()).isEqualTo(key);
    assertThat(letter.value()).isEqualTo(new byte[] {'{'});
    assertThat(letter.headers().lastHeader("theirs").value()).isEqualTo(new byte[] {7});
    assertThat(text(letter, "aispend-from")).isEqualTo("events/0/0");
  }

  @Test
  void tenantOfAMessage_isCheckedAndClaimed() {
    send(json("a", "2026-11-22T12:00:00Z", "1", "acme-search"), "acme");
    assertThat(told())
        .singleElement()
        .extracting(total -> total.place().dimensions().get(Dimension.TENANT))
        .isEqualTo("acme");

    send(json("b", "2026-11-22T12:00:00Z", "1", "other"), "acme");
    assertThat(reason()).contains("project").contains("acme-*");
    send(json("c", "2026-11-22T12:00:00Z", "1"), "nobody");
    assertThat(reason()).contains("[[tenant]]");
  }

  @Test
  void messageThatIsInAWrongPartitionOnceMoved_isADeadLetter() {
    end();
    begin(64);
    send(json("not-in-partition-0", "2026-11-22T12:00:00Z", "1"));

    assertThat(told()).isEmpty();
    assertThat(counted(Fate.MOVED)).isEqualTo(1);
    assertThat(counted(Fate.ACCEPTED)).isZero();
    assertThat(reason()).contains("kafka.partitions");
  }

  @Test
  void eventOfADaemon_isReadAsItWasWritten() {
    ReportedEvent event = full();

    assertThat(EventMessage.read(EventMessage.write(event))).isEqualTo(event);
  }

  @Test
  void counters_areShownOnceCommitted() {
    send(json("a", "2026-11-22T12:00:00Z", "1"));
    send(json("b", "2026-11-22T11:00:00Z", "0.5"));
    told();

    assertThat(counters().costNanos()).as("not committed yet").isEmpty();
    shown.committed();

    assertThat(counters().costNanos()).isEqualTo(Map.of("openai", 1_500_000_000L));
  }

  private PartitionCounters.Snapshot counters() {
    return Objects.requireNonNull(shown.now().get(0));
  }

  /** As of a newer daemon, or forged; it must not stop what comes behind it. */
  @Test
  void messageOfADaemonThatCannotBe_isADeadLetterAndTheNextIsCounted() {
    for (String wrong :
        List.of(
            written("a").replace("\"provider\"", "\"dimension.to.come\""),
            written("b").replace("2026-11-22T12:00:00Z", "2036-11-22T12:00:00Z"),
            written("c").replace("\"extra\"", "\"latency\":-5,\"extra\""))) {
      events.pipeInput(new TestRecord<>(null, wrong.getBytes(StandardCharsets.UTF_8), ours(), NOW));
      assertThat(reason()).as(wrong).isNotEmpty();
    }

    events.pipeInput(
        new TestRecord<>(null, written("d").getBytes(StandardCharsets.UTF_8), ours(), NOW));

    assertThat(counted(Fate.REJECTED)).isEqualTo(3);
    assertThat(counted(Fate.ACCEPTED)).isEqualTo(1);
  }

  private static String written(String id) {
    ReportedEvent event =
        new ReportedEvent(
            Sender.EVENTS,
            new ReportedEvent.Identity(id, Instant.parse("2026-11-22T12:00:00Z"), 1, null),
            new ReportedUsage(
                Dimensions.of(Dimension.PROVIDER, "openai"), null, 1L, Map.of(), null),
            Outcome.SUCCESS,
            ReportedEvent.Timing.UNKNOWN,
            "");
    return new String(EventMessage.write(event), StandardCharsets.UTF_8);
  }

  @Test
  void totals_sayWhichStreamTheyAreOf() {
    send(json("a", "2026-11-22T12:00:00Z", "0.25"));
    driver.advanceWallClockTime(EventCounting.TELL_EVERY);

    assertThat(text(totals.readRecord(), EventCounting.APPLICATION)).isEqualTo("test");
  }

  @Test
  void spendBeyondWhatACounterHolds_stopsNothing() {
    PartitionCounters counters =
        new PartitionCounters(driver.getKeyValueStore(StateStores.COUNTERS));

    counters.spent("openai", Long.MAX_VALUE - 1);
    counters.spent("openai", 5);

    assertThat(counters.snapshot().costNanos()).containsEntry("openai", Long.MAX_VALUE);
  }

  private void send(String value) {
    events.pipeInput(new TestRecord<>(null, value.getBytes(StandardCharsets.UTF_8)));
  }

  private void send(String value, String tenant) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("aispend-tenant", tenant.getBytes(StandardCharsets.UTF_8));
    events.pipeInput(new TestRecord<>(null, value.getBytes(StandardCharsets.UTF_8), headers, NOW));
  }

  private static RecordHeaders ours() {
    RecordHeaders headers = new RecordHeaders();
    headers.add(EventMessage.FORM, EventMessage.VERSION);
    return headers;
  }

  private List<HourTotal> told() {
    driver.advanceWallClockTime(EventCounting.TELL_EVERY);
    return totals.readValuesToList().stream()
        .map(value -> HourTotal.of(new String(value, StandardCharsets.UTF_8)))
        .toList();
  }

  private String reason() {
    return text(dead.readRecord(), "aispend-reason");
  }

  private static String text(TestRecord<byte[], byte[]> letter, String header) {
    return new String(letter.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
  }

  private long counted(Fate fate) {
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

  private static String json(String id, String at, String cost) {
    return json(id, at, cost, "acme-web");
  }

  private static String json(String id, String at, String cost, String project) {
    return """
        {"event_id":"%s","timestamp":"%s","provider":"openai","model":"gpt-5.4","cost_usd":"%s",
         "input_tokens":100,"output_tokens":10,"project_id":"%s"}
        """
        .formatted(id, at, cost, project);
  }

  private static ReportedEvent full() {
    Map<Dimension, String> dimensions = new HashMap<>();
    for (Dimension dimension : Dimension.values()) {
      dimensions.put(dimension, "the " + dimension.code());
    }
    return new ReportedEvent(
        Sender.PROXY,
        new ReportedEvent.Identity("id", NOW.plusNanos(5), -77, 88L),
        new ReportedUsage(
            new Dimensions(dimensions),
            new ReportedTokens(
                ReportedTokens.Accounting.EXCLUSIVE,
                1L,
                2L,
                3L,
                new ReportedTokens.CacheWrites(4L, null, 5L),
                6L,
                7L,
                new ReportedTokens.Modalities(1L, null, 3L, null, 5L, 6L)),
            null,
            Map.of("images", "1.5"),
            new ReportedCost("0.0123", ReportedCost.Unit.CENTS, "USD")),
        Outcome.ABORTED,
        new ReportedEvent.Timing(12L, null),
        "{\"trace_id\":\"t\"}");
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aispend.ledger.LedgerPlace;
import aispend.testing.Broker;
import aispend.testing.Postgres;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Daemons as processes on a real broker and a real PostgreSQL, killed at bad moments. */
final class KafkaIntakeTest {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final AtomicInteger STREAMS = new AtomicInteger();

  @TempDir private static Path brokerFolder;
  private static Broker broker;

  @TempDir private Path folder;
  private final String stream = "s" + STREAMS.incrementAndGet();
  private final LedgerPlace ledger = Postgres.newLedger();
  private final Instant hour = Clock.systemUTC().instant().truncatedTo(ChronoUnit.HOURS);

  @BeforeAll
  static void startBroker() {
    broker = Broker.start(brokerFolder);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void eventsOfAllWays_comeToWhatASingleDaemonKeepsOfThem() throws Exception {
    List<String> events = events("a", 600);
    try (DaemonProcess one = daemon("one");
        DaemonProcess two = daemon("two");
        DaemonProcess alone = DaemonProcess.start(folder.resolve("alone"), "")) {
      one.deliver(lines(events.subList(0, 300)));
      two.deliver(lines(events.subList(200, 400)));
      write(events.subList(350, 600));
      write(List.of("{", "", "{\"event_id\":\"no-more\"}", events.get(599)));
      alone.deliver(lines(events));

      BigDecimal expected = alone.spent();

      assertThat(expected).isEqualByComparingTo(sum(events));
      await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(one.spent()).isEqualByComparingTo(expected));
      assertThat(two.spent()).isEqualByComparingTo(expected);
      assertThat(byFeature(one)).isEqualTo(byFeature(alone));
      assertThat(counted("accepted", one, two)).isEqualTo(600);
      assertThat(counted("duplicate", one, two)).isEqualTo(151);
      assertThat(counted("rejected", one, two)).isEqualTo(3);
    }
  }

  @Test
  void daemonsKilledUnderLoad_loseAndDoubleNothing() throws Exception {
    List<String> events = events("k", 1_200);
    DaemonProcess one = daemon("one");
    DaemonProcess two = daemon("two");
    try {
      one.deliver(lines(events.subList(0, 200)));
      DaemonProcess target = one;
      CompletableFuture<?> load =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 200; i < 800; i += 20) {
                  target.deliver(lines(events.subList(i, i + 20)));
                }
              });
      DaemonProcess victim = two;
      await().atMost(SOON).until(() -> counted("accepted", victim) > 50);
      two.kill();
      two = daemon("two");
      load.join();
      two.deliver(lines(events.subList(700, 1_000)));
      one.kill();
      two.deliver(lines(events.subList(1_000, 1_200)));
      one = daemon("one");

      BigDecimal truth = sum(events);
      DaemonProcess last = two;
      await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(last.spent()).isEqualByComparingTo(truth));
      DaemonProcess first = one;
      await().atMost(SOON).until(() -> counted("accepted", first, last) == 1_200);
    } finally {
      one.kill();
      two.kill();
    }
  }

  @Test
  void brokerAway_isRefusedAndNothingAcknowledgedIsLost() throws Exception {
    List<String> events = events("b", 300);
    try (DaemonProcess one = daemon("one")) {
      one.deliver(lines(events.subList(0, 100)));
      broker.kill();
      try {
        HttpResponse<String> refused = one.post(lines(events.subList(100, 110)));
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(one.get("/metrics").statusCode()).isEqualTo(200);
        await().atMost(SOON).until(() -> shown(one).isEmpty());
      } finally {
        broker.restart();
      }
      one.deliver(lines(events.subList(100, 300)));

      BigDecimal truth = sum(events);
      await().atMost(SOON).untilAsserted(() -> assertThat(one.spent()).isEqualByComparingTo(truth));
      await().atMost(SOON).until(() -> counted("accepted", one) == 300);
      Instant all = Clock.systemUTC().instant();
      await().atMost(SOON).until(() -> bookedUntil(one).isAfter(all));
    }
  }

  /** The watermark of what applications tell; the epoch before there is one. */
  private static Instant bookedUntil(DaemonProcess daemon) throws IOException {
    return shown(daemon, "aispend_source_watermark_timestamp_seconds{source=\"events\"")
        .map(line -> Double.valueOf(line.substring(line.indexOf("} ") + 2)))
        .map(seconds -> Instant.ofEpochSecond(seconds.longValue()))
        .findFirst()
        .orElse(Instant.EPOCH);
  }

  private DaemonProcess daemon(String name) throws IOException {
    Path password = Files.writeString(folder.resolve("password"), "postgres");
    return DaemonProcess.start(
        folder.resolve(name),
        """
        [ledger]
        url = "%s"
        user = "postgres"
        password_file = "%s"
        [kafka]
        bootstrap_servers = "%s"
        application_id = "%4$s"
        events_topic = "%4$s.events"
        totals_topic = "%4$s.totals"
        dead_letter_topic = "%4$s.dead"
        partitions = 4
        replication_factor = 1
        state_dir = "state"
        """
            .formatted(ledger.url(), password, broker.servers(), stream));
  }

  /** As an application does that knows nothing of partitions. */
  private void write(List<String> messages) throws Exception {
    Random random = new Random(7);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.servers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (String message : messages) {
        byte[] value = message.getBytes(StandardCharsets.UTF_8);
        producer
            .send(new ProducerRecord<>(stream + ".events", random.nextInt(4), null, value))
            .get(30, TimeUnit.SECONDS);
      }
    }
  }

  private static List<String> shown(DaemonProcess daemon) throws IOException {
    return shown(daemon, "aispend_stream_events_total{").toList();
  }

  private static Stream<String> shown(DaemonProcess daemon, String sample) throws IOException {
    return daemon.get("/metrics").body().lines().filter(line -> line.startsWith(sample));
  }

  private static long counted(String outcome, DaemonProcess... daemons) throws IOException {
    long sum = 0;
    for (DaemonProcess daemon : daemons) {
      sum +=
          shown(daemon).stream()
              .filter(line -> line.contains("outcome=\"" + outcome + "\""))
              .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf("} ") + 2)))
              .sum();
    }
    return sum;
  }

  private static String byFeature(DaemonProcess daemon) throws IOException {
    String json = daemon.get("/api/costs/feature?days=7").body();
    return json.substring(json.indexOf("\"rows\""));
  }

  private List<String> events(String prefix, int count) {
    List<String> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(
          """
          {"event_id":"%s-%d","timestamp":"%s","provider":"openai","model":"m%d","feature":"f%d",\
          "cost_usd":"%s","input_tokens":%d,"latency_ms":%d}\
          """
              .formatted(
                  prefix,
                  i,
                  hour.minus(i % 30, ChronoUnit.HOURS),
                  i % 2,
                  i % 5,
                  cost(i).toPlainString(),
                  i + 1,
                  i));
    }
    return events;
  }

  private static BigDecimal cost(int i) {
    return BigDecimal.valueOf(1_000_003L * (i + 1), 9);
  }

  private static BigDecimal sum(List<String> events) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < events.size(); i++) {
      sum = sum.add(cost(i));
    }
    return sum;
  }

  private static String lines(List<String> events) {
    return String.join("\n", events) + "\n";
  }
}

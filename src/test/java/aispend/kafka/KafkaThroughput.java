// SPDX-License-Identifier: Apache-2.0
package aispend.kafka;

import aispend.config.KafkaConfig;
import aispend.ingest.EventIntake;
import aispend.ingest.NotKeptException;
import aispend.ingest.PricedEvents;
import aispend.kafka.PartitionCounters.Fate;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Outcome;
import aispend.model.ReportedEvent;
import aispend.model.ReportedTokens;
import aispend.model.ReportedUsage;
import aispend.model.Sender;
import aispend.normalise.CurrencyRates;
import aispend.normalise.Normaliser;
import aispend.pricing.PriceBook;
import aispend.telemetry.Telemetry;
import aispend.testing.Broker;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.KafkaException;

/**
 * Measures how quickly a stream counts with one, two and four partitions and as many threads, one
 * after the other and round after round, on one broker beside it. {@code bench/kafka.sh} runs it.
 */
final class KafkaThroughput {
  private static final int SENT_AT_ONCE = 5_000;

  private static final Rules RULES =
      new Rules(
          new PricedEvents(
              new ConcurrentHashMap<>(
                      Map.of(
                          "openai",
                          new Normaliser(
                              "openai", "openai", PriceBook.bundled(), CurrencyRates.NONE)))
                  ::get),
          Duration.ofMinutes(10),
          Map.of());

  private final Broker broker;
  private final Path folder;
  private final int events;

  /** What one run took. */
  private record Run(int partitions, double perSecond, double cpuMicros, double sentPerSecond) {}

  private KafkaThroughput(Broker broker, Path folder, int events) {
    this.broker = broker;
    this.folder = folder;
    this.events = events;
  }

  /**
   * Prints a line for each run.
   *
   * @param args events of a run, rounds
   */
  public static void main(String[] args) throws Exception {
    int events = Integer.parseInt(args[0]);
    int rounds = Integer.parseInt(args[1]);
    Path folder = Files.createTempDirectory("kafka-throughput");
    try (Broker broker = Broker.start(Files.createDirectories(folder.resolve("broker")))) {
      KafkaThroughput bench = new KafkaThroughput(broker, folder, events);
      bench.run(1, "warm-up");
      for (int round = 1; round <= rounds; round++) {
        double one = 0;
        for (int partitions : List.of(1, 2, 4)) {
          Run run = bench.run(partitions, "r" + round + "p" + partitions);
          one = partitions == 1 ? run.perSecond() : one;
          System.out.printf(
              "round=%d partitions=%d counted_per_second=%.0f ratio=%.2f cpu_us_per_event=%.1f"
                  + " sent_per_second=%.0f%n",
              round,
              run.partitions(),
              run.perSecond(),
              run.perSecond() / one,
              run.cpuMicros(),
              run.sentPerSecond());
        }
      }
    }
  }

  /** A topic that was just made may be unknown for a moment, as a daemon finds too. */
  private static void madeTopics(KafkaConfig config) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        new TopicCheck(config).check();
        return;
      } catch (KafkaException notYet) {
        if (attempt == 20) {
          throw notYet;
        }
        LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
      }
    }
  }

  private Run run(int partitions, String name) throws Exception {
    KafkaConfig config = config(partitions, name);
    madeTopics(config);
    double sent = send(config);
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    MessageCheck check =
        new MessageCheck(
            KafkaThroughput::rules, config.stream().dedupeRetention(), Clock.systemUTC());
    try (EventStream stream = new EventStream(config, check, new Telemetry().kafka())) {
      stream.start();
      awaitCounted(stream, 1);
      long first = counted(stream);
      long begun = System.nanoTime();
      long cpu = system.getProcessCpuTime();
      awaitCounted(stream, events);
      double counted = counted(stream) - first;
      double seconds = (System.nanoTime() - begun) / 1e9;
      return new Run(
          partitions, counted / seconds, (system.getProcessCpuTime() - cpu) / 1e3 / counted, sent);
    }
  }

  private static void awaitCounted(EventStream stream, long wanted) {
    while (counted(stream) < wanted) {
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private static long counted(EventStream stream) {
    return stream.counters().values().stream()
        .mapToLong(counters -> counters.events().getOrDefault(Fate.ACCEPTED, 0L))
        .sum();
  }

  private double send(KafkaConfig config) {
    TopicIntake intake;
    long begun = System.nanoTime();
    try (Sending sending = new Sending(ClientSettings.producer(config), new Telemetry().kafka())) {
      intake = new TopicIntake(config, KafkaThroughput::rules, () -> sending, () -> null);
      Instant now = Clock.systemUTC().instant();
      for (int from = 0; from < events; from += SENT_AT_ONCE) {
        List<ReportedEvent> batch = new ArrayList<>();
        for (int i = from; i < Math.min(events, from + SENT_AT_ONCE); i++) {
          batch.add(event(i, now));
        }
        deliver(intake, batch, now);
      }
    }
    return events / ((System.nanoTime() - begun) / 1e9);
  }

  /** As a patient sender does; what was there already is not counted again. */
  private static void deliver(EventIntake intake, List<ReportedEvent> batch, Instant now) {
    for (boolean taken = false; !taken; ) {
      try {
        intake.accept(batch, now);
        taken = true;
      } catch (NotKeptException e) {
        System.err.println("sent again: " + e.getMessage());
      }
    }
  }

  private static Rules rules() {
    return RULES;
  }

  /** A thousand combinations of dimensions an hour, as of twenty features and fifty users. */
  private static ReportedEvent event(int i, Instant now) {
    Dimensions dimensions =
        new Dimensions(
            Map.of(
                Dimension.PROVIDER,
                "openai",
                Dimension.MODEL,
                "gpt-5.4",
                Dimension.FEATURE,
                "feature-" + i % 20,
                Dimension.USER,
                "user-" + i / 20 % 50));
    return new ReportedEvent(
        Sender.EVENTS,
        new ReportedEvent.Identity("event-" + i, now.minusSeconds(i % 3_600), i, null),
        new ReportedUsage(
            dimensions, ReportedTokens.plain(1_000L + i % 500, 100L), 1L, Map.of(), null),
        Outcome.SUCCESS,
        new ReportedEvent.Timing(800L + i % 1_000, null),
        "");
  }

  private KafkaConfig config(int partitions, String name) {
    return new KafkaConfig(
        Optional.of(broker.servers()),
        Optional.empty(),
        new KafkaConfig.Topics(name + ".e", name + ".t", name + ".d", partitions, 1, true),
        new KafkaConfig.Stream(
            true, name, folder.resolve(name), Duration.ofDays(35), partitions, 1L << 27));
  }
}

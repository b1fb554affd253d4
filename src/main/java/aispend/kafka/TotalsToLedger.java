// SPDX-License-Identifier: Apache-2.0
package aispend.kafka;

import aispend.config.KafkaConfig;
import aispend.ledger.HourTotal;
import aispend.ledger.LedgerException;
import aispend.ledger.LedgerWriter;
import aispend.ledger.PartitionTotal;
import aispend.telemetry.KafkaTelemetry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes totals from their topic into the ledger, on a thread of its own. The ledger first, then the
 * offsets: what is read again after a failure in between changes nothing. Started and closed once.
 */
final class TotalsToLedger implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TotalsToLedger.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration NOTE_EVERY = Duration.ofSeconds(5);
  private static final long RETRY_MILLIS = 1_000;
  private static final long FAREWELL_SECONDS = 10;

  private final KafkaConfig config;
  private final LedgerWriter ledger;
  private final KafkaTelemetry telemetry;
  private final Clock clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Map<Integer, Long> lag = new ConcurrentHashMap<>();
  private final Thread thread = new Thread(this::run, "kafka-totals");
  private boolean failing;
  private long notedNanos = System.nanoTime();

  TotalsToLedger(KafkaConfig config, LedgerWriter ledger, KafkaTelemetry telemetry, Clock clock) {
    this.config = config;
    this.ledger = ledger;
    this.telemetry = telemetry;
    this.clock = clock;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Messages that the ledger does not have yet, by partition that this daemon has. */
  Map<Integer, Long> lag() {
    return Map.copyOf(lag);
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(FAREWELL_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (closing.getCount() > 0) {
        consume();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Until it is closed, or the consumer cannot go on and another one must. */
  private void consume() throws InterruptedException {
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            ClientSettings.totals(config), new StringDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(config.topics().totals()));
      while (closing.getCount() > 0) {
        take(consumer, consumer.poll(POLL));
        look(consumer);
      }
    } catch (RuntimeException e) { // nobody else brings totals to the ledger
      failed(e);
      pause();
    } finally {
      lag.clear();
    }
  }

  private void take(KafkaConsumer<String, byte[]> consumer, ConsumerRecords<String, byte[]> read)
      throws InterruptedException {
    if (read.isEmpty()) {
      noteMarks(consumer);
      return;
    }
    List<PartitionTotal> totals = new ArrayList<>(read.count());
    for (ConsumerRecord<String, byte[]> one : read) {
      if (isOwn(one)) {
        total(one, totals);
      } else {
        telemetry.totals("foreign", 1);
      }
    }
    try {
      keep(totals);
    } catch (LedgerException e) {
      failed(e);
      rewind(consumer, read);
      pause();
      return;
    }
    consumer.commitSync();
    if (failing) {
      log.info("Totals reach the ledger again.");
    }
    failing = false;
  }

  /**
   * Between totals there are marks of transactions, which nobody is handed; that they were passed
   * is noted now and then, so that it can be seen that nothing is left.
   */
  private void noteMarks(KafkaConsumer<String, byte[]> consumer) {
    long now = System.nanoTime();
    if (now - notedNanos > NOTE_EVERY.toNanos()) {
      notedNanos = now;
      consumer.commitAsync();
    }
  }

  /** What can never be kept must not stand in the way of the rest. */
  private void keep(List<PartitionTotal> totals) {
    try {
      long expired = ledger.appendTotals(config.stream().applicationId(), totals, clock.instant());
      telemetry.totals("kept", totals.size());
      telemetry.expired(expired);
    } catch (RuntimeException e) {
      if (e instanceof LedgerException known && known.reason() != LedgerException.Reason.REFUSED) {
        throw e;
      }
      if (totals.size() == 1) {
        log.error("A total cannot be kept. total={}", totals.get(0).total().place(), e);
        telemetry.totals("refused", 1);
        return;
      }
      keep(totals.subList(0, totals.size() / 2));
      keep(totals.subList(totals.size() / 2, totals.size()));
    }
  }

  /** Another stream counts the same events again; the ledger must not add both. */
  private boolean isOwn(ConsumerRecord<String, byte[]> message) {
    Header from = message.headers().lastHeader(EventCounting.APPLICATION);
    return from == null
        || new String(from.value(), StandardCharsets.UTF_8).equals(config.stream().applicationId());
  }

  private void total(ConsumerRecord<String, byte[]> message, List<PartitionTotal> into) {
    try {
      String key = String.valueOf(message.key());
      int partition = Integer.parseInt(key.substring(0, key.indexOf('/')));
      into.add(
          new PartitionTotal(
              partition, HourTotal.of(new String(message.value(), StandardCharsets.UTF_8))));
    } catch (RuntimeException e) { // whatever it is, the next one may be a total
      log.error(
          "A message is no total; somebody else writes into the topic. partition={} offset={}",
          message.partition(),
          message.offset(),
          e);
      telemetry.totals("unreadable", 1);
    }
  }

  private static void rewind(
      KafkaConsumer<String, byte[]> consumer, ConsumerRecords<String, byte[]> read) {
    for (TopicPartition partition : read.partitions()) {
      consumer.seek(partition, new OffsetAndMetadata(read.records(partition).get(0).offset()));
    }
  }

  private void look(KafkaConsumer<String, byte[]> consumer) {
    lag.keySet().retainAll(consumer.assignment().stream().map(TopicPartition::partition).toList());
    for (TopicPartition partition : consumer.assignment()) {
      consumer
          .currentLag(partition)
          .ifPresent(messages -> lag.put(partition.partition(), messages));
    }
  }

  private void pause() throws InterruptedException {
    closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Said once, until it goes well again. */
  private void failed(RuntimeException cause) {
    telemetry.totalsFailed();
    if (!failing) {
      log.warn("Totals do not reach the ledger and wait in their topic.", cause);
    }
    failing = true;
  }
}

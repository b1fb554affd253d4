// SPDX-License-Identifier: Apache-2.0
package aispend.kafka;

import aispend.config.KafkaConfig;
import aispend.ingest.EventIntake;
import aispend.ledger.LedgerWriter;
import aispend.telemetry.KafkaTelemetry;
import aispend.telemetry.StreamReading;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Intake by way of Kafka: what takes events, what counts them and what brings the totals to the
 * ledger. Begins in the background, as the brokers may be away; until they were reached events are
 * refused for now. Started and closed once.
 */
public final class Kafka implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Kafka.class);
  private static final long RETRY_SECONDS = 5;

  private final KafkaConfig config;
  private final Supplier<Rules> rules;
  private final LedgerWriter ledger;
  private final KafkaTelemetry telemetry;
  private final Clock clock;
  private final EventIntake intake;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread starter = new Thread(this::begin, "kafka-start");
  private volatile @Nullable Sending sending;
  private volatile @Nullable EventStream stream;
  private volatile @Nullable TotalsToLedger totals;
  private volatile @Nullable String problem = "Kafka was not reached yet";

  /**
   * Reaches for nothing yet.
   *
   * @param rules in force
   */
  public Kafka(
      KafkaConfig config,
      Supplier<Rules> rules,
      LedgerWriter ledger,
      KafkaTelemetry telemetry,
      Clock clock) {
    this.config = config;
    this.rules = rules;
    this.ledger = ledger;
    this.telemetry = telemetry;
    this.clock = clock;
    this.intake = new TopicIntake(config, rules, () -> sending);
    starter.setDaemon(true);
  }

  /** Takes events into the topic. */
  public EventIntake intake() {
    return intake;
  }

  /** Why no events are taken; empty when they are. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  public void start() {
    telemetry.observe(this::readings);
    starter.start();
  }

  @Override
  public void close() {
    closing.countDown();
    starter.interrupt();
    try {
      starter.join(TimeUnit.SECONDS.toMillis(RETRY_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeParts();
    telemetry.close();
  }

  private void closeParts() {
    Sending writing = sending;
    if (writing != null) {
      writing.close();
    }
    EventStream counting = stream;
    if (counting != null) {
      counting.close();
    }
    TotalsToLedger taking = totals;
    if (taking != null) {
      taking.close();
    }
  }

  private void begin() {
    try {
      boolean said = false;
      while (closing.getCount() > 0 && !begun()) {
        if (!said) {
          log.warn("Kafka cannot be used yet; events are refused until then. cause={}", problem);
        }
        said = true;
        closing.await(RETRY_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean begun() throws InterruptedException {
    try {
      new TopicCheck(config).check();
      if (sending == null) {
        sending = new Sending(ClientSettings.producer(config), telemetry);
      }
      if (config.stream().enabled() && stream == null) {
        EventStream counting =
            new EventStream(
                config,
                new MessageCheck(rules, config.stream().dedupeRetention(), clock),
                telemetry);
        stream = counting;
        counting.start();
        TotalsToLedger taking = new TotalsToLedger(config, ledger, telemetry, clock);
        totals = taking;
        taking.start();
      }
      problem = null;
      log.info(
          "Events go through Kafka. topic={} partitions={}",
          config.topics().events(),
          config.topics().partitions());
      return true;
    } catch (KafkaException e) {
      problem = String.valueOf(e.getMessage());
      return false;
    } catch (RuntimeException | LinkageError e) {
      // RocksDB's native code that cannot be unpacked or loaded comes as one of these.
      log.error(
          "The stream cannot begin. Its native code needs a folder from which it may run:"
              + " java.io.tmpdir, or what ROCKSDB_SHAREDLIB_DIR names.",
          e);
      problem = String.valueOf(e);
      return false;
    }
  }

  private List<StreamReading> readings() {
    return Readings.of(stream, totals);
  }
}

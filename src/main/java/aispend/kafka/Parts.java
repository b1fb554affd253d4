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
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What writes events, counts them and brings totals to the ledger. One thread begins and closes;
 * any may ask.
 */
final class Parts implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Parts.class);

  private final KafkaConfig config;
  private final Supplier<Rules> rules;
  private final LedgerWriter ledger;
  private final KafkaTelemetry telemetry;
  private final Clock clock;
  private volatile @Nullable Sending sending;
  private volatile @Nullable BookedProgress progress;
  private volatile @Nullable EventStream stream;
  private volatile @Nullable TotalsToLedger totals;

  Parts(
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
  }

  /** Takes events as soon as the brokers were reached. */
  EventIntake intake() {
    return new TopicIntake(config, rules, () -> sending, () -> progress);
  }

  /**
   * Begins what has not begun; may be called again.
   *
   * @return why not all could begin; empty when it did
   */
  Optional<String> begin() throws InterruptedException {
    try {
      new TopicCheck(config).check();
      if (sending == null) {
        sending = new Sending(ClientSettings.producer(config), telemetry);
      }
      if (progress == null) {
        progress = new BookedProgress(config);
      }
      if (config.stream().enabled() && stream == null) {
        count();
      }
      log.info(
          "Events go through Kafka. topic={} partitions={}",
          config.topics().events(),
          config.topics().partitions());
      return Optional.empty();
    } catch (KafkaException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (RuntimeException | LinkageError e) {
      // RocksDB's native code that cannot be unpacked or loaded comes as one of these.
      log.error(
          "The stream cannot begin. Its native code needs a folder from which it may run:"
              + " java.io.tmpdir, or what ROCKSDB_SHAREDLIB_DIR names.",
          e);
      return Optional.of(String.valueOf(e));
    }
  }

  private void count() {
    MessageCheck check = new MessageCheck(rules, config.stream().dedupeRetention(), clock);
    EventStream counting = new EventStream(config, check, telemetry);
    counting.start();
    stream = counting;
    TotalsToLedger taking = new TotalsToLedger(config, ledger, telemetry, clock);
    taking.start();
    totals = taking;
  }

  List<StreamReading> readings() {
    return Readings.of(stream, totals);
  }

  @Override
  public void close() {
    BookedProgress looking = progress;
    if (looking != null) {
      looking.close();
    }
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
}

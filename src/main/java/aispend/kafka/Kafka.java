// SPDX-License-Identifier: Apache-2.0
package aispend.kafka;

import aispend.config.KafkaConfig;
import aispend.ingest.EventIntake;
import aispend.ledger.LedgerWriter;
import aispend.telemetry.KafkaTelemetry;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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

  private final KafkaTelemetry telemetry;
  private final Parts parts;
  private final EventIntake intake;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread starter = new Thread(this::begin, "kafka-start");

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
    this.telemetry = telemetry;
    this.parts = new Parts(config, rules, ledger, telemetry, clock);
    this.intake = parts.intake();
    starter.setDaemon(true);
  }

  /** Takes events into the topic. */
  public EventIntake intake() {
    return intake;
  }

  public void start() {
    telemetry.observe(parts::readings);
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
    parts.close();
    telemetry.close();
  }

  private void begin() {
    try {
      Optional<String> problem = parts.begin();
      if (problem.isPresent()) {
        log.warn(
            "Kafka cannot be used yet; events are refused until then. cause={}", problem.get());
      }
      while (problem.isPresent() && !closing.await(RETRY_SECONDS, TimeUnit.SECONDS)) {
        problem = parts.begin();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

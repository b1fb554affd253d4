// SPDX-License-Identifier: Apache-2.0
package aispend.kafka;

import aispend.config.KafkaConfig;
import aispend.ingest.EventIntake;
import aispend.ingest.EventResult;
import aispend.ingest.NotKeptException;
import aispend.ingest.PricedEvents;
import aispend.model.ReportedEvent;
import aispend.model.Tenant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Takes events into the topic. What is accepted is on the brokers; whether it was there before is
 * found out later, so nothing is called a duplicate here. Any thread may use it.
 */
final class TopicIntake implements EventIntake {
  private final KafkaConfig config;
  private final Supplier<Rules> rules;
  private final Supplier<@Nullable Sending> sending;
  private final Supplier<@Nullable BookedProgress> progress;

  /**
   * An intake.
   *
   * @param sending null as long as Kafka was not reached
   * @param progress null as long as Kafka was not reached
   */
  TopicIntake(
      KafkaConfig config,
      Supplier<Rules> rules,
      Supplier<@Nullable Sending> sending,
      Supplier<@Nullable BookedProgress> progress) {
    this.config = config;
    this.rules = rules;
    this.sending = sending;
    this.progress = progress;
  }

  @Override
  public List<EventResult> accept(List<ReportedEvent> reported, Tenant tenant, Instant receivedAt) {
    PricedEvents prices = rules.get().prices();
    List<EventResult> results = new ArrayList<>(reported.size());
    List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>(reported.size());
    for (ReportedEvent event : reported) {
      EventResult refusal = refusal(event, tenant, prices, receivedAt);
      if (refusal == null) {
        messages.add(message(event.of(tenant)));
      }
      results.add(refusal == null ? EventResult.ACCEPTED : refusal);
    }
    if (!messages.isEmpty()) {
      sender().send(messages);
    }
    return List.copyOf(results);
  }

  @Override
  public Optional<Instant> completeUntil(Instant now) {
    BookedProgress booked = progress.get();
    return booked == null ? Optional.empty() : booked.until(now);
  }

  private Sending sender() {
    Sending now = sending.get();
    if (now == null) {
      throw new NotKeptException(false, "Kafka was not reached yet", null);
    }
    return now;
  }

  /** By the same rules as the stream's, so that what is acknowledged is counted. */
  private @Nullable EventResult refusal(
      ReportedEvent event, Tenant tenant, PricedEvents prices, Instant now) {
    String expired =
        MessageCheck.expired(event.identity().at(), now, config.stream().dedupeRetention());
    return expired == null
        ? prices.of(event, tenant).refusal()
        : EventResult.rejected("timestamp", expired);
  }

  private ProducerRecord<byte[], byte[]> message(ReportedEvent event) {
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(
            config.topics().events(), EventKey.of(event).bytes(), EventMessage.write(event));
    message.headers().add(EventMessage.FORM, EventMessage.VERSION);
    return message;
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.kafka;

import aispend.ingest.NotKeptException;
import aispend.telemetry.KafkaTelemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes messages and waits until the brokers have them. While these are away one caller at a time
 * tries, and the others are refused at once: nobody's thread waits for what does not come. Any
 * thread may use it.
 */
final class Sending implements AutoCloseable {
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  private final Producer<byte[], byte[]> producer;
  private final KafkaTelemetry telemetry;
  private final Semaphore probe = new Semaphore(1);
  private volatile boolean failing;

  Sending(Map<String, Object> settings, KafkaTelemetry telemetry) {
    this.producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    this.telemetry = telemetry;
  }

  /**
   * Writes all, or says that it is not certain; then they may be sent again.
   *
   * @throws NotKeptException when any was not acknowledged
   */
  void send(List<ProducerRecord<byte[], byte[]>> messages) {
    boolean probing = failing;
    if (probing && !probe.tryAcquire()) {
      throw new NotKeptException(false, "Kafka does not answer", null);
    }
    long begun = System.nanoTime();
    try {
      deliver(messages);
      failing = false;
      telemetry.produced(messages.size(), Duration.ofNanos(System.nanoTime() - begun));
    } catch (KafkaException e) {
      failing = true;
      telemetry.produceFailed();
      throw new NotKeptException(false, "Kafka did not take it: " + e.getMessage(), e);
    } finally {
      if (probing) {
        probe.release();
      }
    }
  }

  private void deliver(List<ProducerRecord<byte[], byte[]>> messages) {
    long until = System.nanoTime() + ClientSettings.DELIVERY.toNanos() * 3 / 2;
    List<Future<RecordMetadata>> acknowledgements = new ArrayList<>(messages.size());
    for (ProducerRecord<byte[], byte[]> message : messages) {
      acknowledgements.add(producer.send(message));
    }
    for (Future<RecordMetadata> acknowledgement : acknowledgements) {
      await(acknowledgement, until);
    }
  }

  private static void await(Future<RecordMetadata> acknowledgement, long until) {
    try {
      acknowledgement.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new KafkaException(String.valueOf(e.getCause()), e.getCause());
    } catch (TimeoutException e) {
      throw new KafkaException("no acknowledgement in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("the daemon stops", e);
    }
  }

  @Override
  public void close() {
    producer.close(FAREWELL);
  }
}

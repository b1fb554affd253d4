// SPDX-License-Identifier: Apache-2.0
package aispend.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/** The stream's clients, with a producer that says when a transaction is committed. */
final class CommitWatch extends DefaultKafkaClientSupplier {
  private final Consumer<Duration> committed;

  /**
   * Clients.
   *
   * @param committed is told by the thread that committed, and how long that took
   */
  CommitWatch(Consumer<Duration> committed) {
    this.committed = committed;
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> settings) {
    return new Watched(settings, committed);
  }

  private static final class Watched extends KafkaProducer<byte[], byte[]> {
    private final Consumer<Duration> committed;

    Watched(Map<String, Object> settings, Consumer<Duration> committed) {
      super(settings, new ByteArraySerializer(), new ByteArraySerializer());
      this.committed = committed;
    }

    @Override
    public void commitTransaction() {
      long begun = System.nanoTime();
      super.commitTransaction();
      committed.accept(Duration.ofNanos(System.nanoTime() - begun));
    }
  }
}

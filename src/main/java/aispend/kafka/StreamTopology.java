// SPDX-License-Identifier: Apache-2.0
package aispend.kafka;

import aispend.config.KafkaConfig;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/** Which topics events are read from, and where what they come to is written. */
final class StreamTopology {
  static final String TOTALS = "to-totals";
  static final String DEAD_LETTERS = "to-dead-letters";
  static final String MOVED = "to-own-partition";
  private static final String EVENTS = "events";
  private static final String COUNTING = "counting";

  private StreamTopology() {}

  static Topology of(KafkaConfig config, MessageCheck check, ShownCounters shown) {
    KafkaConfig.Topics topics = config.topics();
    ByteArraySerializer bytes = new ByteArraySerializer();
    return new Topology()
        .addSource(
            EVENTS, new ByteArrayDeserializer(), new ByteArrayDeserializer(), topics.events())
        .addProcessor(COUNTING, supplier(config, check, shown), EVENTS)
        .addSink(TOTALS, topics.totals(), bytes, bytes, COUNTING)
        .addSink(DEAD_LETTERS, topics.deadLetters(), bytes, bytes, COUNTING)
        .addSink(MOVED, topics.events(), bytes, bytes, COUNTING);
  }

  private static ProcessorSupplier<byte[], byte[], byte[], byte[]> supplier(
      KafkaConfig config, MessageCheck check, ShownCounters shown) {
    return new ProcessorSupplier<>() {
      @Override
      public Processor<byte[], byte[], byte[], byte[]> get() {
        return new EventCounting(
            check, config.topics().partitions(), config.stream().applicationId(), shown);
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        return StateStores.all(config.stream().dedupeRetention());
      }
    };
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.kafka;

import aispend.config.KafkaConfig;
import aispend.ingest.NotKeptException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Up to when all events of the topic are in the ledger, whichever daemons count them, by what the
 * brokers know. The ends of the events are noted, and the stream must have read up to them; then
 * the ends of the totals are noted, once, and whoever brings totals to the ledger must have read up
 * to those, however far both topics have grown since. So the answer is a look old, or a few. Any
 * thread may use it.
 */
final class BookedProgress implements AutoCloseable {
  /** So long after it was counted an event may be in no total yet. */
  private static final Duration UNTOLD = Duration.ofSeconds(10);

  private final KafkaConfig config;
  private final Admin admin;
  private @Nullable Mark mark;
  private @Nullable Instant booked;

  /**
   * What was in the events topic at an instant.
   *
   * @param ends offsets that must be read before it is counted
   * @param countedAt when that was seen; null before
   * @param totals offsets that must be read before it is in the ledger, once it is told; null
   *     before
   */
  private record Mark(
      Instant at,
      Map<TopicPartition, Long> ends,
      @Nullable Instant countedAt,
      @Nullable Map<TopicPartition, Long> totals) {
    Mark counted(Instant now) {
      return new Mark(at, ends, now, null);
    }

    Mark told(Map<TopicPartition, Long> totalsEnds) {
      return new Mark(at, ends, countedAt, totalsEnds);
    }

    boolean isTold(Instant now) {
      return countedAt != null && Duration.between(countedAt, now).compareTo(UNTOLD) >= 0;
    }
  }

  /** Asks nothing yet. */
  BookedProgress(KafkaConfig config) {
    this.config = config;
    this.admin = Admin.create(ClientSettings.admin(config));
  }

  /**
   * Looks as far as it can without waiting.
   *
   * @return empty until all that was there at the first look is booked
   * @throws NotKeptException when the brokers do not answer
   */
  synchronized Optional<Instant> until(Instant now) {
    try {
      look(now);
    } catch (KafkaException e) {
      throw new NotKeptException(false, String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.ofNullable(booked);
  }

  private void look(Instant now) throws InterruptedException {
    Mark noted = mark;
    if (noted != null && noted.totals() == null && noted.isTold(now)) {
      noted = noted.told(ends(config.topics().totals()));
      mark = noted;
    }
    if (noted != null && isInLedger(noted)) {
      booked = noted.at();
      noted = null;
    }
    if (noted == null) {
      noted = new Mark(now, ends(config.topics().events()), null, null);
    }
    if (noted.countedAt() == null && isRead(config.stream().applicationId(), noted.ends())) {
      noted = noted.counted(now);
    }
    mark = noted;
  }

  private boolean isInLedger(Mark noted) throws InterruptedException {
    Map<TopicPartition, Long> totals = noted.totals();
    return totals != null && isRead(ClientSettings.totalsGroup(config), totals);
  }

  private Map<TopicPartition, Long> ends(String topic) throws InterruptedException {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    IntStream.range(0, config.topics().partitions())
        .forEach(number -> wanted.put(new TopicPartition(topic, number), OffsetSpec.latest()));
    Map<TopicPartition, Long> ends = new HashMap<>();
    Map<TopicPartition, ListOffsetsResultInfo> found =
        TopicCheck.await(admin.listOffsets(wanted).all());
    found.forEach((partition, end) -> ends.put(partition, end.offset()));
    return ends;
  }

  /** Whether a group has read up to some ends; a partition that never held anything is read. */
  private boolean isRead(String group, Map<TopicPartition, Long> ends) throws InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> read =
        TopicCheck.await(
            admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(group));
    return ends.entrySet().stream()
        .allMatch(end -> end.getValue() <= offset(read.get(end.getKey())));
  }

  private static long offset(@Nullable OffsetAndMetadata read) {
    return read == null ? 0 : read.offset();
  }

  @Override
  public void close() {
    admin.close(ClientSettings.DELIVERY);
  }
}

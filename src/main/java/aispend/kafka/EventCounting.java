// SPDX-License-Identifier: Apache-2.0
package aispend.kafka;

import aispend.ingest.EventResult;
import aispend.kafka.PartitionCounters.Fate;
import aispend.ledger.HourTotal;
import aispend.model.ChargePeriod;
import aispend.model.Dimension;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;

/**
 * Counts the events of one partition, each once. A message in a partition that is not its event's
 * is moved there; one that can never be counted goes to the dead letters. All that one message
 * changes is committed together with its having been read. Of one of the stream's threads.
 */
final class EventCounting implements Processor<byte[], byte[], byte[], byte[]> {
  static final Duration TELL_EVERY = Duration.ofSeconds(1);
  private static final int LONGEST_REASON = 500;

  /** Says in the header of a total which stream it is of. */
  static final String APPLICATION = "aispend-application";

  /** Its value says nothing. */
  private static final String HAS_MOVED = "aispend-moved";

  private final MessageCheck check;
  private final int partitions;
  private final byte[] application;
  private final ShownCounters shown;
  private @Nullable State state;

  /** What there is once a partition was taken over. */
  private record State(
      ProcessorContext<byte[], byte[]> context,
      int partition,
      WindowStore<Bytes, byte[]> seen,
      HourTotals hours,
      PartitionCounters counters) {}

  /**
   * Counts nothing yet.
   *
   * @param partitions how many the topic has
   * @param application the stream's id
   */
  EventCounting(MessageCheck check, int partitions, String application, ShownCounters shown) {
    this.check = check;
    this.partitions = partitions;
    this.application = application.getBytes(StandardCharsets.UTF_8);
    this.shown = shown;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    State taken =
        new State(
            context,
            context.taskId().partition(),
            context.getStateStore(StateStores.SEEN),
            new HourTotals(
                context.getStateStore(StateStores.HOURS),
                context.getStateStore(StateStores.UNTOLD)),
            new PartitionCounters(context.getStateStore(StateStores.COUNTERS)));
    state = taken;
    shown.taken(taken.partition(), taken.counters().snapshot());
    context.schedule(TELL_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> tell(taken, now));
  }

  @Override
  public void process(Record<byte[], byte[]> message) {
    State now = state();
    try {
      MessageCheck.Good good = check.check(message.headers(), message.value());
      EventKey key = EventKey.of(good.reported());
      if (key.partition(partitions) == now.partition()) {
        count(now, message, good, key);
      } else {
        move(now, message, good, key);
      }
    } catch (BadMessageException e) {
      now.counters().count(Fate.REJECTED);
      bury(now, message, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    if (state != null) {
      shown.left(state.partition());
    }
    state = null;
  }

  private State state() {
    if (state == null) {
      throw new IllegalStateException("no partition was taken over");
    }
    return state;
  }

  private static void count(
      State now, Record<byte[], byte[]> message, MessageCheck.Good good, EventKey key)
      throws BadMessageException {
    long hour = ChargePeriod.hourOf(good.reported().identity().at()).start().toEpochMilli();
    Bytes digest = Bytes.wrap(key.digest());
    long content = good.reported().identity().contentHash();
    byte[] before = now.seen().fetch(digest, hour);
    if (before == null) {
      add(now, good.total());
      now.seen().put(digest, ByteBuffer.allocate(Long.BYTES).putLong(content).array(), hour);
    } else if (ByteBuffer.wrap(before).getLong() == content) {
      now.counters().count(Fate.DUPLICATE);
    } else {
      now.counters().count(Fate.CONFLICT);
      bury(now, message, EventResult.CONFLICT.field() + " " + EventResult.CONFLICT.problem());
    }
  }

  private static void add(State now, HourTotal total) throws BadMessageException {
    try {
      now.hours().add(total);
    } catch (ArithmeticException e) {
      throw new BadMessageException(
          "event is one with which a sum of its hour is beyond what the ledger can hold; check its"
              + " cost_usd and its tokens");
    }
    now.counters().count(Fate.ACCEPTED);
    now.counters()
        .spent(total.place().dimensions().get(Dimension.PROVIDER), total.amounts().costNanos());
  }

  /** It keeps nothing of the message it came in, so that it is read as a daemon's from now on. */
  private static void move(
      State now, Record<byte[], byte[]> message, MessageCheck.Good good, EventKey key)
      throws BadMessageException {
    if (message.headers().lastHeader(HAS_MOVED) != null) {
      throw new BadMessageException(
          "the topic has another number of partitions than kafka.partitions, so that an event's own"
              + " is not known; set it right and send this one again");
    }
    now.counters().count(Fate.MOVED);
    Headers headers = new RecordHeaders();
    headers.add(EventMessage.FORM, EventMessage.VERSION);
    headers.add(HAS_MOVED, EventMessage.VERSION);
    now.context()
        .forward(
            new Record<>(
                key.bytes(), EventMessage.write(good.reported()), message.timestamp(), headers),
            StreamTopology.MOVED);
  }

  private static void bury(State now, Record<byte[], byte[]> message, String reason) {
    Headers headers = new RecordHeaders(message.headers());
    headers.add("aispend-reason", cut(reason).getBytes(StandardCharsets.UTF_8));
    now.context().recordMetadata().ifPresent(place -> headers.add("aispend-from", from(place)));
    now.context().forward(message.withHeaders(headers), StreamTopology.DEAD_LETTERS);
  }

  private static byte[] from(RecordMetadata place) {
    String text = place.topic() + "/" + place.partition() + "/" + place.offset();
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String cut(String reason) {
    return reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
  }

  private void tell(State now, long epochMillis) {
    now.hours()
        .tell(
            (place, total) ->
                now.context()
                    .forward(
                        new Record<>(
                            (now.partition() + "/" + place).getBytes(StandardCharsets.UTF_8),
                            total,
                            epochMillis,
                            new RecordHeaders().add(APPLICATION, application)),
                        StreamTopology.TOTALS));
    shown.stage(now.partition(), now.counters().snapshot());
  }
}

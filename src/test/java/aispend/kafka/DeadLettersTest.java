// SPDX-License-Identifier: Apache-2.0
package aispend.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.kafka.PartitionCounters.Fate;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Outcome;
import aispend.model.ReportedEvent;
import aispend.model.ReportedUsage;
import aispend.model.Sender;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** Messages that can never be counted leave the stream by a topic of their own. */
final class DeadLettersTest extends TopologyKit {
  @Test
  void eventOlderThanTheRetention_isADeadLetter() {
    send(json("a", "2026-10-18T12:29:59Z", "1"));

    assertThat(told()).isEmpty();
    assertThat(reason()).contains("kafka.dedupe_retention, 35 days");
    assertThat(counted(Fate.REJECTED)).isEqualTo(1);
  }

  @Test
  void messagesThatAreNoEvents_areDeadLettersAndStopNothing() {
    for (String bad :
        List.of("", "{", "[]", "3", "{\"event_id\":\"x\"}", "{\"a\":".repeat(90), "\u0000")) {
      send(bad);
      assertThat(reason()).as(bad).isNotEmpty();
    }
    events.pipeInput(new TestRecord<>(null, null));
    assertThat(reason()).contains("empty");
    events.pipeInput(new TestRecord<>(null, "{}".getBytes(StandardCharsets.UTF_8), ours(), NOW));
    assertThat(reason()).contains("aispend-event");

    send(json("a", "2026-11-22T12:00:00Z", "1"));

    assertThat(told()).hasSize(1);
    assertThat(counted(Fate.REJECTED)).isEqualTo(9);
  }

  @Test
  void deadLetter_isTheMessageAsItCame() {
    byte[] key = {1, 2};
    RecordHeaders headers = new RecordHeaders();
    headers.add("theirs", new byte[] {7});
    events.pipeInput(new TestRecord<>(key, new byte[] {'{'}, headers, NOW));

    TestRecord<byte[], byte[]> letter = dead.readRecord();

    assertThat(letter.key()).isEqualTo(key);
    assertThat(letter.value()).isEqualTo(new byte[] {'{'});
    assertThat(letter.headers().lastHeader("theirs").value()).isEqualTo(new byte[] {7});
    assertThat(text(letter, "aispend-from")).isEqualTo("events/0/0");
  }

  @Test
  void tenantOfAMessage_isCheckedAndClaimed() {
    send(json("a", "2026-11-22T12:00:00Z", "1", "acme-search"), "acme");
    assertThat(told())
        .singleElement()
        .extracting(total -> total.place().dimensions().get(Dimension.TENANT))
        .isEqualTo("acme");

    send(json("b", "2026-11-22T12:00:00Z", "1", "other"), "acme");
    assertThat(reason()).contains("project").contains("acme-*");
    send(json("c", "2026-11-22T12:00:00Z", "1"), "nobody");
    assertThat(reason()).contains("[[tenant]]");
  }

  @Test
  void messageThatIsInAWrongPartitionOnceMoved_isADeadLetter() {
    end();
    begin(64);
    send(json("not-in-partition-0", "2026-11-22T12:00:00Z", "1"));

    assertThat(told()).isEmpty();
    assertThat(counted(Fate.MOVED)).isEqualTo(1);
    assertThat(counted(Fate.ACCEPTED)).isZero();
    assertThat(reason()).contains("kafka.partitions");
  }

  /** As of a newer daemon, or forged; it must not stop what comes behind it. */
  @Test
  void messageOfADaemonThatCannotBe_isADeadLetterAndTheNextIsCounted() {
    for (String wrong :
        List.of(
            written("a").replace("\"provider\"", "\"dimension.to.come\""),
            written("b").replace("2026-11-22T12:00:00Z", "2036-11-22T12:00:00Z"),
            written("c").replace("\"extra\"", "\"latency\":-5,\"extra\""))) {
      events.pipeInput(new TestRecord<>(null, wrong.getBytes(StandardCharsets.UTF_8), ours(), NOW));
      assertThat(reason()).as(wrong).isNotEmpty();
    }

    events.pipeInput(
        new TestRecord<>(null, written("d").getBytes(StandardCharsets.UTF_8), ours(), NOW));

    assertThat(counted(Fate.REJECTED)).isEqualTo(3);
    assertThat(counted(Fate.ACCEPTED)).isEqualTo(1);
  }

  private static String written(String id) {
    ReportedEvent event =
        new ReportedEvent(
            Sender.EVENTS,
            new ReportedEvent.Identity(id, Instant.parse("2026-11-22T12:00:00Z"), 1, null),
            new ReportedUsage(
                Dimensions.of(Dimension.PROVIDER, "openai"), null, 1L, Map.of(), null),
            Outcome.SUCCESS,
            ReportedEvent.Timing.UNKNOWN,
            "");
    return new String(EventMessage.write(event), StandardCharsets.UTF_8);
  }

  private static RecordHeaders ours() {
    RecordHeaders headers = new RecordHeaders();
    headers.add(EventMessage.FORM, EventMessage.VERSION);
    return headers;
  }
}

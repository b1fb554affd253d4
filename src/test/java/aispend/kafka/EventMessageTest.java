// SPDX-License-Identifier: Apache-2.0
package aispend.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Outcome;
import aispend.model.ReportedCost;
import aispend.model.ReportedEvent;
import aispend.model.ReportedTokens;
import aispend.model.ReportedUsage;
import aispend.model.Sender;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Events as daemons write them into the topic. */
final class EventMessageTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:30:00Z");

  @Test
  void eventOfADaemon_isReadAsItWasWritten() {
    ReportedEvent event = full();

    assertThat(EventMessage.read(EventMessage.write(event))).isEqualTo(event);
  }

  private static ReportedEvent full() {
    Map<Dimension, String> dimensions = new HashMap<>();
    for (Dimension dimension : Dimension.values()) {
      dimensions.put(dimension, "the " + dimension.code());
    }
    return new ReportedEvent(
        Sender.PROXY,
        new ReportedEvent.Identity("id", NOW.plusNanos(5), -77, 88L),
        new ReportedUsage(
            new Dimensions(dimensions),
            new ReportedTokens(
                ReportedTokens.Accounting.EXCLUSIVE,
                1L,
                2L,
                3L,
                new ReportedTokens.CacheWrites(4L, null, 5L),
                6L,
                7L,
                new ReportedTokens.Modalities(1L, null, 3L, null, 5L, 6L)),
            null,
            Map.of("images", "1.5"),
            new ReportedCost("0.0123", ReportedCost.Unit.CENTS, "USD")),
        Outcome.ABORTED,
        new ReportedEvent.Timing(12L, null),
        "{\"trace_id\":\"t\"}");
  }
}

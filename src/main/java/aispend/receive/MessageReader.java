// SPDX-License-Identifier: Apache-2.0
package aispend.receive;

import aispend.model.ReportedEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Reads single messages in each of which an application tells one event, in the JSON of {@code POST
 * /api/events}. Any thread may use it.
 */
public final class MessageReader {
  private static final long MOST_BYTES = 1L << 20;

  private final Duration futureTolerance;
  private final Clock clock;

  /**
   * A reader.
   *
   * @param futureTolerance how far ahead of the clock an event's time may be
   */
  public MessageReader(Duration futureTolerance, Clock clock) {
    this.futureTolerance = futureTolerance;
    this.clock = clock;
  }

  /**
   * The event that a message tells.
   *
   * @throws RefusedException with what is wrong with it and what to do
   */
  public ReportedEvent read(byte[] json) throws RefusedException {
    BodyReader reader = new BodyReader(new EventReader(clock.instant(), futureTolerance), 1);
    reader.read(new Body(false, false, json), MOST_BYTES);
    List<Receipt.Rejected> rejected = reader.rejected();
    if (!rejected.isEmpty()) {
      throw new RefusedException(422, rejected.get(0).error());
    }
    if (reader.events().isEmpty()) {
      throw new RefusedException(422, "the message has no event; send one JSON object");
    }
    return reader.events().get(0);
  }
}

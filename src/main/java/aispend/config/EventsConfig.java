// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.time.Duration;

/**
 * Section {@code [events]}: usage that applications send.
 *
 * @param enabled whether they may
 * @param maxBatch the most events in one request
 * @param futureTolerance how far ahead of our clock an event's time may be
 */
public record EventsConfig(boolean enabled, int maxBatch, Duration futureTolerance) {
  static EventsConfig read(Section section) {
    EventsConfig events =
        new EventsConfig(
            section.get("enabled", Kinds.FLAG, true),
            section.get("max_batch", Kinds.integer(1, 100_000), 10_000L).intValue(),
            section.get("future_tolerance", Kinds.duration("0s", "1d"), "10m"));
    section.finish();
    return events;
  }
}

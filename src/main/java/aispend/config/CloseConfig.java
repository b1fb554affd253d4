// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import java.time.Duration;
import java.util.Optional;

/**
 * Section {@code [close]}: when months are closed.
 *
 * @param after how long after a UTC month's end; empty: only when somebody asks for it
 */
public record CloseConfig(Optional<Duration> after) {
  static CloseConfig read(Section section) {
    CloseConfig close = new CloseConfig(section.optional("after", Kinds.duration("1h", "365d")));
    section.finish();
    return close;
  }
}

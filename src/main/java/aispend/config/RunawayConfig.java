// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import aispend.model.Dimension;
import aispend.model.Money;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Section {@code [runaway]}: spend that runs in a loop.
 *
 * @param limit what one value may spend within the window
 * @param window how far back is added up
 * @param by the dimensions whose values are looked at, each for itself
 */
public record RunawayConfig(Money limit, Duration window, Set<Dimension> by) {
  public RunawayConfig {
    by = Collections.unmodifiableSet(new LinkedHashSet<>(by));
  }

  static RunawayConfig read(Section section) {
    RunawayConfig runaway =
        new RunawayConfig(
            section.get("limit_usd", Kinds.dollars(false), "50"),
            section.get("window", Kinds.duration("1m", "1d"), "10m"),
            section.get(
                "by",
                Kinds.DIMENSION.setOf("list of dimensions", false),
                List.of("feature", "user", "key")));
    section.finish();
    return runaway;
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.ChargePeriod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowPartsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-21T12:34:56Z",
        "2026-11-01T00:00:00Z",
        "2026-11-01T00:59:59Z",
        "2026-03-31T23:59:59Z",
        "2024-02-29T13:00:00Z",
        "2027-01-01T05:00:00Z"
      })
  void partsOfAWindow_areAllOfItOnce(String at) {
    Instant now = Instant.parse(at);
    WindowParts parts = WindowParts.at(now);

    for (Window window : Window.values()) {
      List<ChargePeriod> own = new ArrayList<>();
      for (int i = 0; i < parts.periods().size(); i++) {
        if (parts.windows().get(i).contains(window)) {
          own.add(parts.periods().get(i));
        }
      }
      ChargePeriod whole = window.period(now);
      Duration length =
          own.stream()
              .map(part -> Duration.between(part.start(), part.end()))
              .reduce(Duration.ZERO, Duration::plus);

      assertThat(own).allMatch(part -> !part.start().isBefore(whole.start()));
      assertThat(own).allMatch(part -> !part.end().isAfter(whole.end()));
      assertThat(length).isEqualTo(Duration.between(whole.start(), whole.end()));
    }
    assertThat(parts.windows()).noneMatch(List::isEmpty).hasSameSizeAs(parts.periods());
    for (int i = 1; i < parts.periods().size(); i++) {
      assertThat(parts.periods().get(i).start()).isAfterOrEqualTo(parts.periods().get(i - 1).end());
    }
  }
}

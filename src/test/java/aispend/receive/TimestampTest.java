// SPDX-License-Identifier: Apache-2.0
package aispend.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TimestampTest {
  @Property
  void secondsOfUtc_areReadAsTheJdkReadsThem(
      @ForAll @LongRange(min = -62_167_219_200L, max = 253_402_300_799L) long second) {
    Instant instant = Instant.ofEpochSecond(second);

    assertThat(Timestamp.parse(instant.toString())).isEqualTo(instant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-21T13:00:00+01:00",
        "2026-11-21T12:00:00.123Z",
        "2026-11-21T12:00:00.123456789-11:30",
        "2026-11-21T12:00Z",
        "2024-02-29T23:59:59Z"
      })
  void otherSpellings_areReadAsTheJdkReadsThem(String text) {
    assertThat(Timestamp.parse(text)).isEqualTo(OffsetDateTime.parse(text).toInstant());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-21T12:00:00",
        "2026-11-21 12:00:00Z",
        "2026-02-29T12:00:00Z",
        "2026-13-01T12:00:00Z",
        "2026-11-21T24:00:00Z",
        "2026-11-21T12:60:00Z",
        "2026-11-21T23:59:60Z",
        "2026-11-2\u0661T12:00:00Z",
        ""
      })
  void whatIsNoInstant_isRefused(String text) {
    assertThatThrownBy(() -> Timestamp.parse(text)).isInstanceOf(DateTimeException.class);
  }
}

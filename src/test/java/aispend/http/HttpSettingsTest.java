// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class HttpSettingsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void valuesOutOfRange_areRefusedByName() {
    refused(() -> new HttpSettings.Timeouts(Duration.ZERO, SECOND, SECOND), "connect");
    refused(() -> new HttpSettings.Timeouts(SECOND, SECOND.negated(), SECOND), "read");
    refused(() -> new HttpSettings.Retries(0, SECOND, SECOND, 0, SECOND), "attempts are 0");
    refused(() -> new HttpSettings.Retries(1, SECOND, SECOND, 1.5, SECOND), "jitter is 1.5");
    refused(() -> new HttpSettings.Retries(1, SECOND, SECOND, Double.NaN, SECOND), "jitter");
    refused(() -> new HttpSettings.Circuit(0, SECOND), "failures");
    refused(() -> HttpSettings.DEFAULTS.withMaxAnswerBytes(0), "0 bytes");
    refused(() -> new Pacing(0, SECOND), "requests per minute are 0");
    refused(() -> new Pacing(1, SECOND.negated()), "429");
  }

  private static void refused(ThrowingCallable making, String message) {
    assertThatThrownBy(making)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}

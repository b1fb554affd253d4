// SPDX-License-Identifier: Apache-2.0
package aispend.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpositionFormatTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Prometheus 2.42 and 3.x
        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;"
            + "q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1 | OPEN_METRICS",
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
            + "text/plain;version=1.0.0;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2"
            + " | OPEN_METRICS",
        "text/plain;version=0.0.4;q=1,*/*;q=0.1 | TEXT",
        "text/html,application/xhtml+xml,*/*;q=0.8 | TEXT",
        "*/* | TEXT",
        "application/openmetrics-text;q=0 | TEXT",
        "application/openmetrics-text;q=0.2,text/plain;q=0.9 | TEXT",
        "Application/OpenMetrics-Text | OPEN_METRICS",
        "application/openmetrics-text;q=rubbish | TEXT",
        ",;,=;; | TEXT",
      })
  void accept_decidesTheFormat(String accept, ExpositionFormat format) {
    assertThat(ExpositionFormat.negotiate(accept)).isEqualTo(format);
  }

  @Test
  void noAccept_isText() {
    assertThat(ExpositionFormat.negotiate(null)).isEqualTo(ExpositionFormat.TEXT);
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.config;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.ledger.CounterFamily;
import aispend.ledger.LabelBounds;
import aispend.metrics.SeriesLimits;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The configuration may not know the metrics, and refuses by the same shares all the same. */
class LabelsSharesTest {
  @ParameterizedTest
  @ValueSource(ints = {1_000, 1_001, 1_333, 4_999, 20_000, 36_157, 100_003, 999_999, 1_000_000})
  void tokensThatFit_areThoseOfTheExposition(int maxSeries) {
    assertThat(new SeriesLimits(maxSeries).totals().get(CounterFamily.TOKENS))
        .extracting(LabelBounds.Share::named)
        .isEqualTo(Math.toIntExact(LabelsConfig.tokenSeries(maxSeries)));
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models in the names of meters. */
final class MeterNameTest {
  @ParameterizedTest
  @CsvSource({
    "gpt 5 mini Inp glbl Tokens, gpt-5-mini",
    "gpt-4o-mini-0718-cached Inp-regional Tokens, gpt-4o-mini-0718",
    "GPT 5.2 Batch Outp Data Zone Tokens, gpt-5.2",
    "Gemini 2.5 Flash GA Text Input - Predictions, gemini-2.5-flash",
    "Claude Sonnet 5 - Cached Input Tokens, claude-sonnet-5",
    "text-embedding-3-large Tokens,",
    "Input Tokens,",
    "'',",
  })
  void meter_namesItsModelBeforeTheDirection(String meter, String model) {
    assertThat(MeterName.model(meter)).isEqualTo(model);
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiLineItemTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "gpt-5-2025-08-07, input; gpt-5-2025-08-07",
        "gpt-5.5-2026-04-23, input; gpt-5.5-2026-04-23",
        "gpt-5.5-2026-04-23, cached input; gpt-5.5-2026-04-23",
        "gpt-5.5-2026-04-23, output; gpt-5.5-2026-04-23",
        "gpt-5.5-2026-04-23, cache writes; gpt-5.5-2026-04-23",
        "gpt-5.5-2026-04-23, cache writes - 12hr; gpt-5.5-2026-04-23",
        "gpt-5.5-2026-04-23, output, long context; gpt-5.5-2026-04-23",
        "priority | gpt-5.6-sol, output, long context; gpt-5.6-sol",
        "gpt-audio-mini-2025-12-15 audio, input; gpt-audio-mini-2025-12-15",
        "gpt-image-2.5-flare image, output; gpt-image-2.5-flare",
        "gpt-image-2.5-sunburst text, cached input; gpt-image-2.5-sunburst",
        "ft-gpt-4o-2024-08-06, input; ft-gpt-4o-2024-08-06",
        "gpt-6-astra, input_tokens; gpt-6-astra",
        "o3, input; o3",
      })
  void modelAndKind_givesTheModel(String lineItem, String model) {
    assertThat(OpenAiLineItem.model(lineItem)).isEqualTo(model);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "web search tool calls",
        "Vector storage",
        "Text tokens",
        "input_tokens",
        "",
        ", input",
        "evals, storage",
        "Web search, high context",
        "a thing of tomorrow, per wish"
      })
  void noModel_givesNone(String lineItem) {
    assertThat(OpenAiLineItem.model(lineItem)).isNull();
  }

  @Property
  void anyText_neverFails(@ForAll String lineItem) {
    String model = OpenAiLineItem.model(lineItem);

    assertThat(model == null || lineItem.contains(model)).isTrue();
  }
}

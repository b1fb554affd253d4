// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** OpenRouter's list of models, read as a price map. */
class OpenRouterPricesTest {
  private static final LocalDate TODAY = LocalDate.parse("2026-11-21");

  @Test
  void pricesAsTexts_arePerMillionWithTheLongContext() throws Exception {
    assertThat(
            learned(
                """
                {"id":"acme/one","pricing":{"prompt":"0.000002","completion":"0.000008",
                  "input_cache_read":"0.0000005","input_cache_write":"0.0000025",
                  "request":"0","web_search":"0.01",
                  "overrides":[{"min_prompt_tokens":200000,"prompt":"0.000004",
                    "completion":"0.000012"}]}}
                """))
        .isEqualTo(
            Map.of(
                "openrouter acme/one",
                "first price: cache_read 0.5, cache_write 2.5, input 2, long.cache_read 0.5,"
                    + " long.cache_write 2.5, long.input 4, long.output 12, output 8"));
  }

  @Test
  void pricesByTheHour_areNoneForTheDay() throws Exception {
    assertThat(
            learned(
                """
                {"id":"acme/night","pricing":{"prompt":"0.000001","completion":"0.000002",
                  "overrides":[{"utc_start":1630,"utc_end":30,"prompt":"0.0000005"},
                    {"min_prompt_tokens":1500,"prompt":"0.000009"}]}}
                """))
        .isEqualTo(Map.of("openrouter acme/night", "first price: input 1, output 2"));
  }

  @Test
  void router_hasNoPrice() throws Exception {
    assertThat(
            learned(
                """
                {"id":"openrouter/auto","pricing":{"prompt":"-1","completion":"-1"}},
                {"id":"acme/one","pricing":{"prompt":"0.000002","completion":"0.000008"}}
                """))
        .containsOnlyKeys("openrouter acme/one");
  }

  private static Map<String, String> learned(String models) throws Exception {
    byte[] list = ("{\"data\":[" + models + "]}").getBytes(UTF_8);
    PriceMap.Outcome outcome = PriceMap.read("models", list).against(PriceBook.bundled(), TODAY);
    assertThat(outcome.refused()).isEmpty();
    return outcome.accepted().stream()
        .collect(
            Collectors.toMap(
                price -> price.vendor() + " " + price.model(), PriceMap.Accepted::what));
  }
}

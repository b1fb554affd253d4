// SPDX-License-Identifier: Apache-2.0
package aispend.receive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

/** The hashes are in users' ledgers: another one would make a conflict of an event sent again. */
final class CanonicalTest {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  @Test
  void event_hasTheHashOfTheFirstVersion() throws JsonProcessingException {
    assertThat(
            hash(
                """
                {"event_id":"e-1","timestamp":"2026-11-21T12:00:00Z","provider":"openai",
                 "model":"gpt-5","input_tokens":12,"cost_usd":"0.0010"}
                """))
        .isEqualTo(-581798829610881738L);
  }

  @Test
  void oddNumbersAndCharacters_haveTheHashOfTheFirstVersion() throws JsonProcessingException {
    assertThat(
            hash(
                """
                {"b":[1,2.50,1e3,12345678901234567890,true,null,[]],
                 "a":{"\\u00e9\\"\\\\\\n\\u0001\\u007f\\u2028/<":"\\ud83d\\ude00 \\t"},"c":{}}
                """))
        .isEqualTo(-8815209402553245988L);
    assertThat(hash("\"gr\\u00fc\\u00df\\u0000e\"")).isEqualTo(7631601023203352216L);
  }

  @Test
  void orderOfMembers_doesNotMatter() throws JsonProcessingException {
    assertThat(hash("{\"a\": 1, \"b\": {\"c\": 2, \"d\": 3}}"))
        .isEqualTo(hash("{\"b\":{\"d\":3,\"c\":2},\"a\":1}"))
        .isNotEqualTo(hash("{\"a\":1,\"b\":{\"c\":3,\"d\":2}}"));
  }

  private static long hash(String json) throws JsonProcessingException {
    return Canonical.hash(JSON.readTree(json));
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Ids of combinations are hashes of these texts, so they must never be written otherwise. */
final class JsonTextTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void texts_areAnArrayWithoutSpaces() {
    assertThat(JsonText.of(List.of())).isEqualTo("[]");
    assertThat(JsonText.of(List.of("provider", "a \"b\"\\c\n\u0001\u007fä\u2028😀")))
        .isEqualTo("[\"provider\",\"a \\\"b\\\"\\\\c\\n\\u0001\u007fä\u2028😀\"]");
  }

  @Property
  void texts_areWrittenAsJacksonWritesThem(@ForAll List<String> texts)
      throws JsonProcessingException {
    assertThat(JsonText.of(texts)).isEqualTo(JSON.writeValueAsString(texts));
  }

  @Property
  void texts_areRead(@ForAll List<String> texts) {
    assertThat(JsonText.texts(JsonText.of(texts))).isEqualTo(texts);
  }
}

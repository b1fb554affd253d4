// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CallKindTest {
  @Test
  void eachKindOfCall_isKnownByItsPath() {
    assertThat(
            Stream.of(
                    "/v1/chat/completions",
                    "/v1/responses",
                    "/v1/embeddings",
                    "/v1/images/generations",
                    "/v1/audio/speech",
                    "/v1/messages",
                    "/v1beta/models/gemini-2.5-pro:streamGenerateContent",
                    "/v1beta/models/e:batchEmbedContents",
                    "/model/m/converse-stream",
                    "/api/embed")
                .map(path -> CallKind.of("POST", path).orElse("none")))
        .containsExactly(
            "llm_call",
            "llm_call",
            "embedding",
            "image",
            "audio",
            "llm_call",
            "llm_call",
            "embedding",
            "llm_call",
            "embedding");
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;

final class JsonQuestionTest {
  private static final HttpUrl URL = HttpUrl.get("https://vendor.test/v1/token?code=hidden");

  @Test
  void text_holdsNeitherHeadersNorBodyNorQuery() {
    JsonQuestion.Body body = JsonQuestion.Body.form(Map.of("client_secret", "hidden"));
    JsonQuestion question =
        new JsonQuestion(URL, Map.of("Authorization", "Bearer hidden"), body, AnswerRules.USUAL);

    assertThat(question)
        .hasToString("POST https://vendor.test/v1/token with the headers [Authorization]");
    assertThat(body).hasToString("20 characters of application/x-www-form-urlencoded");
  }

  @Test
  void withoutBody_isAGet() {
    JsonQuestion question = new JsonQuestion(URL, Map.of(), null, AnswerRules.USUAL);

    assertThat(question).hasToString("GET https://vendor.test/v1/token with the headers []");
  }
}

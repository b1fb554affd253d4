// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import mockwebserver3.MockResponse;
import okio.Buffer;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which answers are read, and how those that cannot be are told. */
class AnswersTest extends HttpKit {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "<html>login</html>",
        "{\"a\":",
        "{} {}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1e99999999999}",
      })
  void unreadableAnswer_isBadResponseAtOnce(String body) {
    ProviderException failure = failure(answer(200, body, "Content-Type", "text/html"));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(failure.status()).hasValue(200);
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void html_isQuotedWithItsType() {
    assertThat(failure(answer(200, "<html>login</html>", "Content-Type", "text/html")))
        .hasMessageContainingAll("not JSON", "text/html", "<html>login</html>", "base_url");
  }

  @Test
  void deepNesting_isBadResponse() {
    assertThat(failure(answer(200, "[".repeat(3_000))).kind()).isEqualTo(Kind.BAD_RESPONSE);
  }

  @Test
  void invalidUtf8_isBadResponse() {
    Buffer bytes = new Buffer().writeUtf8("{\"a\":\"").writeByte(0xff).writeUtf8("\"}");

    assertThat(failure(new MockResponse.Builder().body(bytes).build()).kind())
        .isEqualTo(Kind.BAD_RESPONSE);
  }

  @Test
  void largestAnswer_isReadAndOneByteMoreIsNot() throws Exception {
    String largest = "\"" + "x".repeat(9_998) + "\"";

    assertThat(get(answer(200, largest)).asText()).hasSize(9_998);
    assertThat(failure(answer(200, largest + " "))).hasMessageContaining("more than 10000 bytes");
    assertThat(failure(new MockResponse.Builder().chunkedBody(largest + " ", 1_000).build()).kind())
        .isEqualTo(Kind.BAD_RESPONSE);
  }

  @Test
  void gzipBomb_isCountedAsItUnfolds() throws Exception {
    Buffer bomb = new Buffer();
    try (var gzip = Okio.buffer(new GzipSink(bomb))) {
      for (int i = 0; i < 20; i++) {
        gzip.writeUtf8(" ".repeat(1_000_000));
      }
    }
    assertThat(bomb.size()).isLessThan(1_000_000);

    ProviderException failure =
        failure(
            new MockResponse.Builder().addHeader("Content-Encoding", "gzip").body(bomb).build());

    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
  }

  @Test
  void gzip_isUnfolded() throws Exception {
    Buffer body = new Buffer();
    try (var gzip = Okio.buffer(new GzipSink(body))) {
      gzip.writeUtf8("{\"a\":1}");
    }

    assertThat(
            get(
                new MockResponse.Builder()
                    .addHeader("Content-Encoding", "gzip")
                    .body(body)
                    .build()))
        .hasToString("{\"a\":1}");
  }

  @Test
  void largeRefusal_isQuotedInPart() {
    assertThat(failure(answer(400, "x".repeat(200_000))).getMessage()).hasSizeLessThan(400);
  }

  @Test
  void echoedKey_isTakenOutOfTheMessage() {
    ProviderException failure =
        failure(answer(400, "{\"error\":\"no such key sk-secret-value\\n in Bearer\"}"));

    assertThat(failure).hasMessageContaining("no such key ***  in Bearer");
  }
}

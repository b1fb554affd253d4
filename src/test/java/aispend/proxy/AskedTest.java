// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AskedTest {
  @Test
  void sameQuestion_hasTheSameFingerprintHoweverItIsAnswered() {
    Asked asked = of("{\"model\":\"m\",\"input\":[{\"a\":1}],\"stream\":true,\"user\":\"u\"}");

    assertThat(asked.model()).isEqualTo("m");
    assertThat(asked.fingerprint())
        .isNotNull()
        .isEqualTo(of("{\"model\":\"m\",\"input\":[{\"a\":1}],\"user\":\"other\"}").fingerprint())
        .isNotEqualTo(of("{\"model\":\"m\",\"input\":[{\"a\":2}],\"user\":\"u\"}").fingerprint());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "no JSON", "{\"model\":\"m\"", "{\"stream_options\":{"})
  void otherBody_saysNothing(String body) {
    assertThat(of(body)).isEqualTo(Asked.NOTHING);
    assertThat(withUsage(body)).isEqualTo(body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"stream":true} | {"stream_options":{"include_usage":true},"stream":true}
          {"a":"é","stream":true} | {"stream_options":{"include_usage":true},"a":"é","stream":true}
          {"a":"é","stream_options":{},"stream":true} | {"a":"é","stream_options":{"include_usage":true},"stream":true}
          {"stream":true,"stream_options":{"x":{"include_usage":1}}} | {"stream":true,"stream_options":{"include_usage":true,"x":{"include_usage":1}}}
          {"stream":true,"stream_options":{"include_usage":false}} | {"stream":true,"stream_options":{"include_usage":false}}
          {"stream":true,"stream_options":null} | {"stream":true,"stream_options":null}
          {"stream":false} | {"stream":false}
          """)
  void wishForUsage_isPutInWhereAStreamDoesNotSayIt(String body, String expected) {
    assertThat(withUsage(body)).isEqualTo(expected);
  }

  @Test
  void model_isFoundInPathsAndForms() {
    assertThat(ModelName.inPath("/v1beta/models/gemini-2.5-pro:generateContent"))
        .hasValue("gemini-2.5-pro");
    assertThat(ModelName.inPath("/model/a.b%3A0/converse")).hasValue("a.b:0");
    assertThat(ModelName.inPath("/v1/models")).isEmpty();
    String form =
        "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-1\r\n--b--\r\n";
    assertThat(ModelName.inForm(form.getBytes(StandardCharsets.UTF_8))).hasValue("whisper-1");
    assertThat(ModelName.inForm(new byte[0])).isEmpty();
  }

  private static Asked of(String body) {
    return Asked.of(body.getBytes(StandardCharsets.UTF_8));
  }

  private static String withUsage(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return new String(Asked.of(bytes).withUsage(bytes), StandardCharsets.UTF_8);
  }
}

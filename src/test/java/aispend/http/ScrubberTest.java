// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.Secret;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Secrets as long as a private key, which no pattern matches as a whole. */
class ScrubberTest {
  private static String secret(int lineLength) {
    byte[] bytes = new byte[3_000];
    new Random(1).nextBytes(bytes);
    return Base64.getMimeEncoder(lineLength, "\n".getBytes(US_ASCII)).encodeToString(bytes);
  }

  @Test
  void longSecret_isTakenOutWhole() {
    String secret = secret(4_000);

    assertThat(Scrubber.scrubbed("before " + secret + " after", List.of(new Secret(secret))))
        .isEqualTo("before *** after");
  }

  @Test
  void longSecretWithEncodedLines_isTakenOutToo() {
    String secret = secret(64);
    String written = secret.replace("\n", "\\u000a").replace("+", "%2B");

    assertThat(Scrubber.scrubbed("{" + written + "}", List.of(new Secret(secret))))
        .isEqualTo("{***}");
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Secrets as long as a private key, which no pattern matches as a whole. */
class ScrubberTest {
  @Test
  void longSecret_isTakenOutWhole() {
    String secret = "0123456789abcdef".repeat(250);

    assertThat(Scrubber.scrubbed("before " + secret + " after", List.of(new Secret(secret))))
        .isEqualTo("before *** after");
  }

  @Test
  void longSecretWithEncodedLines_isTakenOutToo() {
    String secret = ("line of a key+/=" + "x".repeat(48) + "\n").repeat(30);
    String written = secret.replace("\n", "\\u000a").replace("+", "%2B");

    assertThat(Scrubber.scrubbed("{" + written + "}", List.of(new Secret(secret))))
        .isEqualTo("{***}");
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SecretTest {
  /** A configuration that was read again is compared with the one in force. */
  @Test
  void sameText_isTheSameSecret() {
    assertThat(new Secret("pass-1"))
        .isEqualTo(new Secret("pass-1"))
        .hasSameHashCodeAs(new Secret("pass-1"))
        .isNotEqualTo(new Secret("pass-2"))
        .isNotEqualTo("pass-1");
  }

  @Test
  void text_isNotPrinted() {
    assertThat(new Secret("pass-1")).hasToString("***");
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VendorsTest {
  @Test
  void vendors_areKnownByTheirHosts() {
    assertThat(Vendors.KNOWN.provider("api.anthropic.com")).isEqualTo("anthropic");
    assertThat(Vendors.KNOWN.provider("bedrock-runtime.eu-west-1.amazonaws.com"))
        .isEqualTo("bedrock");
    assertThat(Vendors.KNOWN.provider("example.org")).isNull();
    assertThat(Vendors.KNOWN.with("LLM.example.org", "own").provider("llm.example.org"))
        .isEqualTo("own");
  }
}

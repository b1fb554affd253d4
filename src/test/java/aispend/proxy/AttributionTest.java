// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttributionTest {
  @Test
  void goodHeaders_areTakenAndBadOnesCounted() {
    String umlaut =
        new String("küche".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    Attribution read =
        Attribution.of(
            List.of(
                new Header("X-AISpend-Feature", "search"),
                new Header("x-aispend-feature", "second"),
                new Header("X-AISpend-Project", umlaut),
                new Header("X-AISpend-Team", "x".repeat(201)),
                new Header("X-AISpend-User", "a\u0007b"),
                new Header("X-AISpend-Agnet", "typo"),
                new Header("X-AISpend-Token", "secret"),
                new Header("Authorization", "Bearer k")));

    assertThat(read)
        .isEqualTo(
            new Attribution(
                Dimensions.of(Dimension.FEATURE, "search").with(Dimension.PROJECT, "küche"), 4));
  }

  @Test
  void headersOfOneHop_goNoFurther() {
    assertThat(
            Header.endToEnd(
                List.of(
                    new Header("Connection", "close, X-Mine"),
                    new Header("X-Mine", "1"),
                    new Header("Transfer-Encoding", "chunked"),
                    new Header("X-Yours", "2"))))
        .containsExactly(new Header("X-Yours", "2"));
  }
}

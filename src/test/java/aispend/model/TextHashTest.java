// SPDX-License-Identifier: Apache-2.0
package aispend.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Maps hold many combinations of names at once, and these names count up. */
final class TextHashTest {
  @Test
  void namesThatCountUp_seldomShareAHash() {
    Set<Integer> ofTexts = new HashSet<>();
    Set<Integer> ofDimensions = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      for (int j = 0; j < 100; j++) {
        String project = "proj_%03d".formatted(i);
        String model = "gpt-5-%03d".formatted(j);
        ofTexts.add(TextHash.of(List.of("openai", project, model)));
        ofDimensions.add(
            Dimensions.of(Dimension.PROJECT, project).with(Dimension.MODEL, model).hashCode());
      }
    }

    assertThat(ofTexts).hasSizeGreaterThan(9_900);
    assertThat(ofDimensions).hasSizeGreaterThan(9_900);
  }

  @Test
  void sameCombination_hasTheSameHash() {
    Dimensions one = Dimensions.of(Dimension.MODEL, "m").with(Dimension.PROJECT, "p");
    Dimensions other = Dimensions.of(Dimension.PROJECT, "p").with(Dimension.MODEL, "m");

    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
  }
}

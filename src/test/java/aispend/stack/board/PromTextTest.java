// SPDX-License-Identifier: Apache-2.0
package aispend.stack.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PromTextTest {
  private final PromText text = new PromText(List.of("provider", "feature"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "aispend_demo{*} | aispend_demo{job=~\"$job\"}",
        "aispend_provider_up{*} | aispend_provider_up{job=~\"$job\",provider=~\"$provider\"}",
        "aispend_posted_cost_usd{feature!=\"\",*}"
            + " | aispend_posted_cost_usd{feature!=\"\",job=~\"$job\",provider=~\"$provider\"}",
        "up{job=\"x\"} | up{job=\"x\"}",
        "per_bar(aispend_demo{*})"
            + " | sum_over_time(aispend_demo{job=~\"$job\"}[$__interval] offset -$__interval)",
        "finished(a{}) | sum_over_time(a{}[$__interval])",
        "in_range(a{}) | sum_over_time(a{}[$__range])",
        "before(a{}) | sum_over_time(a{}[$__range] offset $__range)",
        "topk(1, attributed(model, sum(a)))"
            + " | topk(1, label_replace(sum(a), \"model\", \"not attributed\", \"model\", \"\"))"
      })
  void shortForm_isWrittenOut(String source, String written) {
    assertThat(text.written(source)).isEqualTo(written);
  }

  @Test
  void whatTheGroupMenuChooses_becomesOneLabel() {
    assertThat(text.written("attributed($group, sum by ($group) (a))"))
        .isEqualTo(
            "sum by (group) (label_replace(label_replace(sum by ($group) (a), \"group\", \"$1\","
                + " \"$group\", \"(.+)\"), \"group\", \"not attributed\", \"group\", \"\"))");
  }

  @Test
  void unclosedShortForm_isRefused() {
    assertThatThrownBy(() -> text.written("attributed(model, sum(a)"))
        .hasMessageContaining("unclosed");
  }
}

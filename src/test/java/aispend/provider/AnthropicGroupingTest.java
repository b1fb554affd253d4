// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

final class AnthropicGroupingTest {
  @Test
  void notConfigured_isWhatPricesDependOn() {
    assertThat(AnthropicGrouping.of(null).dimensions())
        .containsExactly("workspace_id", "api_key_id", "model", "service_tier", "context_window");
  }

  @Test
  void otherFive_areTakenInTheirOrder() {
    assertThat(AnthropicGrouping.of("speed , model,account_id,inference_geo,workspace_id"))
        .isEqualTo(
            new AnthropicGrouping(
                List.of("speed", "model", "account_id", "inference_geo", "workspace_id")));
  }

  @Test
  void six_areRefusedWithTheReasonOfTheApi() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                AnthropicGrouping.of(
                    "workspace_id,api_key_id,model,service_tier,context_window,speed"))
        .withMessage(
            "options.group_by names 6 dimensions; Anthropic answers \"Cannot specify more than 5"
                + " group_by[] dimensions.\", so take away 1");
  }

  @Test
  void unknownOrEmptyName_isRefusedWithTheKnown() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AnthropicGrouping.of("model,colour"))
        .withMessage(
            "options.group_by holds 'colour'; known are workspace_id, api_key_id, model,"
                + " service_tier, context_window, inference_geo, speed, account_id,"
                + " service_account_id");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AnthropicGrouping.of(""))
        .withMessageStartingWith("options.group_by holds ''; known are ");
  }

  @Test
  void repeatedName_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AnthropicGrouping.of("model,model"))
        .withMessage("options.group_by is 'model,model'; name each dimension once");
  }

  @Test
  void withoutModel_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AnthropicGrouping.of("workspace_id"))
        .withMessage("options.group_by lacks 'model'; without it no usage has a price, so add it");
  }
}

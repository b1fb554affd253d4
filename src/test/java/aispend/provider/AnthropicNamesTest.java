// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aispend.model.Dimension;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

final class AnthropicNamesTest {
  private static final Map<String, String> BY_USER = Map.of("group_by", "model,account_id");

  @AutoClose private final AnthropicVendor vendor = new AnthropicVendor();

  @Test
  void workspaces_areReadToTheEndArchivedOnesToo() throws Exception {
    vendor.answers("workspaces_two_pages_1.json", "workspaces_two_pages_2.json");

    Map<String, String> names = vendor.provider().names(Dimension.PROJECT);

    assertThat(names)
        .isEqualTo(
            Map.of(
                "wrkspc_01Search", "Search",
                "wrkspc_02Old", "Old experiments",
                "wrkspc_04Chat", "Chat"));
    assertThat(vendor.requests().get(0).getTarget())
        .isEqualTo("/v1/organizations/workspaces?include_archived=true&limit=1000");
    assertThat(vendor.requests().get(1).getTarget())
        .isEqualTo(
            "/v1/organizations/workspaces?include_archived=true&limit=1000&after_id=wrkspc_02Old");
  }

  @Test
  void keysOfBothShapes_haveTheirNames() throws Exception {
    vendor.answers("api_keys.json");

    Map<String, String> names = vendor.provider().names(Dimension.KEY);

    assertThat(names)
        .isEqualTo(
            Map.of(
                "apikey_01Alpha", "search backend",
                "apikey_02Beta", "chat backend",
                "apikey_03Gamma", "whole organization"));
    assertThat(vendor.requests().get(0).getTarget())
        .isEqualTo("/v1/organizations/api_keys?limit=1000");
  }

  @Test
  void userWithoutName_isShownByAddress() throws Exception {
    vendor.answers("users.json");

    Map<String, String> names = vendor.provider(BY_USER).names(Dimension.USER);

    assertThat(names)
        .isEqualTo(Map.of("user_01Ada", "Ada Example", "user_02Bob", "bob@example.org"));
    assertThat(vendor.requests().get(0).getTarget())
        .isEqualTo("/v1/organizations/users?limit=1000");
  }

  @Test
  void namedDimensions_followTheGrouping() {
    assertThat(vendor.provider().namedDimensions())
        .containsExactlyInAnyOrder(Dimension.PROJECT, Dimension.KEY);
    assertThat(vendor.provider(BY_USER).namedDimensions())
        .containsExactlyInAnyOrder(Dimension.PROJECT, Dimension.USER);
  }

  @Test
  void dimensionWithoutNames_isRefused() {
    assertThatThrownBy(() -> vendor.provider().names(Dimension.MODEL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("anthropic has no names for model");
    assertThat(vendor.requests()).isEmpty();
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import static aispend.provider.VendorServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aispend.model.Dimension;
import aispend.model.ProviderException;
import java.util.Map;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenAiNamesTest {
  private static final String PROJECTS = "/v1/organization/projects";

  private final OpenAiVendor vendor = new OpenAiVendor();

  @AfterEach
  void stop() {
    vendor.close();
  }

  @Test
  void projectNames_includeArchivedOnes() throws Exception {
    vendor
        .server()
        .script(
            PROJECTS, OpenAiVendor.file("projects_1.json"), OpenAiVendor.file("projects_2.json"));

    assertThat(vendor.provider().names(Dimension.PROJECT))
        .isEqualTo(Map.of("proj_a1", "search", "proj_c3", "old"));
    assertThat(vendor.server().urls(PROJECTS))
        .extracting(HttpUrl::query)
        .containsExactly(
            "limit=100&include_archived=true", "limit=100&include_archived=true&after=proj_b2");
  }

  @Test
  void userNames_fallBackToTheEmail() throws Exception {
    vendor.server().script("/v1/organization/users", OpenAiVendor.file("users.json"));

    assertThat(vendor.provider().names(Dimension.USER))
        .isEqualTo(Map.of("user-8", "Ada", "user-9", "bo@example.invalid"));
  }

  @Test
  void keyNames_surviveAProjectThatRefuses() throws Exception {
    vendor
        .server()
        .script(
            PROJECTS, OpenAiVendor.file("projects_1.json"), OpenAiVendor.file("projects_2.json"));
    vendor
        .server()
        .script(
            PROJECTS + "/proj_a1/api_keys",
            OpenAiVendor.file("keys_archived_400.json").newBuilder().code(400).build());
    vendor.server().script(PROJECTS + "/proj_b2/api_keys", OpenAiVendor.file("keys_b2.json"));

    assertThat(vendor.provider().names(Dimension.KEY)).isEqualTo(Map.of("key_c3", "nightly"));
    assertThat(vendor.server().urls(PROJECTS + "/proj_c3/api_keys")).hasSize(1);
  }

  @Test
  void keyNames_keepWhatWasLearnedBeforeTheVendorWentAway() throws Exception {
    vendor
        .server()
        .script(
            PROJECTS, OpenAiVendor.file("projects_1.json"), OpenAiVendor.file("projects_2.json"));
    vendor.server().script(PROJECTS + "/proj_a1/api_keys", OpenAiVendor.file("keys_a1.json"));
    vendor
        .server()
        .script(PROJECTS + "/proj_b2/api_keys", json(500, "{}"), json(500, "{}"), json(500, "{}"));

    assertThat(vendor.provider().names(Dimension.KEY)).isEqualTo(Map.of("key_b2", "ci"));
    assertThat(vendor.server().urls(PROJECTS + "/proj_c3/api_keys")).isEmpty();
  }

  @Test
  void keyNames_failWhenNothingWasLearned() {
    vendor
        .server()
        .script(
            PROJECTS, OpenAiVendor.file("projects_1.json"), OpenAiVendor.file("projects_2.json"));
    vendor
        .server()
        .script(PROJECTS + "/proj_a1/api_keys", json(500, "{}"), json(500, "{}"), json(500, "{}"));

    assertThatThrownBy(() -> vendor.provider().names(Dimension.KEY))
        .isInstanceOf(ProviderException.class);
  }
}

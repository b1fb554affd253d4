// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import static aispend.demo.Simulation.fieldNames;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DirectoryTest {
  private final Simulation simulation = Simulation.ofDays(1);

  @AfterAll
  void stop() {
    simulation.close();
  }

  @Test
  void projects_areListedInPagesWithTheArchivedOnRequest() throws Exception {
    JsonNode first = simulation.get("/v1/organization/projects?limit=4&include_archived=true");
    JsonNode rest =
        simulation.get("/v1/organization/projects?include_archived=true&after=proj_sandbox");

    assertThat(fieldNames(first))
        .containsExactly("object", "data", "first_id", "last_id", "has_more");
    assertThat(first.path("object").asText()).isEqualTo("list");
    assertThat(first.path("has_more").asBoolean()).isTrue();
    assertThat(first.path("last_id").asText()).isEqualTo("proj_sandbox");
    assertThat(ids(rest)).containsExactly("proj_default", "proj_legacy");
    assertThat(rest.path("has_more").asBoolean()).isFalse();
    assertThat(fieldNames(rest.at("/data/1")))
        .containsExactly(
            "id", "object", "name", "created_at", "archived_at", "status", "external_key_id");
    assertThat(ids(simulation.get("/v1/organization/projects"))).doesNotContain("proj_legacy");
  }

  @Test
  void usersAndKeys_haveTheVendorsFields() throws Exception {
    JsonNode user = simulation.get("/v1/organization/users").at("/data/4");
    JsonNode key = simulation.get("/v1/organization/projects/proj_docs/api_keys").at("/data/0");

    assertThat(user)
        .isEqualTo(
            Json.MAPPER.readTree(
                "{\"id\":\"user-eve\",\"object\":\"organization.user\",\"name\":null,"
                    + "\"email\":\"eve@example.com\",\"role\":\"reader\",\"added_at\":1711471533,"
                    + "\"is_service_account\":false}"));
    assertThat(key)
        .isEqualTo(
            Json.MAPPER.readTree(
                "{\"id\":\"key_docs\",\"object\":\"organization.project.api_key\","
                    + "\"name\":\"docs batch\",\"redacted_value\":\"sk-...x1\","
                    + "\"created_at\":1711471533,\"last_used_at\":null,"
                    + "\"owner_project_access\":\"active\",\"owner\":{\"type\":\"service_account\","
                    + "\"service_account\":{\"id\":\"svc_key_docs\",\"name\":\"bot\","
                    + "\"created_at\":1711471533,\"role\":\"member\"}}}"));
  }

  @Test
  void everyIdInUsage_isInALookUp() throws Exception {
    List<String> known =
        ids(simulation.get("/v1/organization/projects?include_archived=true&limit=100"));
    for (String project : List.copyOf(known)) {
      known.addAll(ids(simulation.get("/v1/organization/projects/" + project + "/api_keys")));
    }
    known.addAll(ids(simulation.get("/v1/organization/users")));
    known.addAll(ids(simulation.get("/v1/organizations/workspaces?include_archived=true")));
    known.addAll(ids(simulation.get("/v1/organizations/api_keys")));
    known.addAll(ids(simulation.get("/v1/organizations/users")));

    for (List<Traffic> flows : List.of(OpenAiTraffic.flows(), AnthropicTraffic.flows())) {
      for (Traffic flow : flows) {
        for (String field :
            List.of("project_id", "workspace_id", "api_key_id", "user_id", "account_id")) {
          if (flow.fields().containsKey(field)) {
            assertThat(known).contains(flow.fields().get(field));
          }
        }
      }
    }
  }

  @Test
  void anthropicLists_arePagedByIds() throws Exception {
    JsonNode first = simulation.get("/v1/organizations/api_keys?limit=2");
    JsonNode next = simulation.get("/v1/organizations/api_keys?after_id=apikey_01SupportEu");
    JsonNode back = simulation.get("/v1/organizations/api_keys?before_id=apikey_01Coding&limit=1");

    assertThat(fieldNames(first)).containsExactly("data", "first_id", "last_id", "has_more");
    assertThat(ids(first)).containsExactly("apikey_01Support", "apikey_01SupportEu");
    assertThat(first.path("has_more").asBoolean()).isTrue();
    assertThat(ids(next)).hasSize(7);
    assertThat(ids(back)).containsExactly("apikey_01SupportEu");
    assertThat(fieldNames(first.at("/data/0")))
        .contains("id", "name", "status", "workspace_id", "partial_key_hint", "created_at")
        .doesNotContain("scope");
  }

  @Test
  void newerVersion_givesKeysAScope() throws Exception {
    var request =
        simulation
            .request("/v1/organizations/api_keys")
            .header("authorization", "Bearer sk-ant-admin01-demo")
            .header("anthropic-version", "2026-10-21");

    JsonNode keys = Json.MAPPER.readTree(simulation.send(request).body()).path("data");

    assertThat(keys.at("/0/scope"))
        .isEqualTo(Json.object().put("type", "workspace").put("workspace_id", "wrkspc_01Support"));
    assertThat(keys.at("/7/scope")).isEqualTo(Json.object().put("type", "organization"));
    assertThat(keys.get(0).has("workspace_id")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/organization/nothing",
        "/v1/organization/projects/proj_none/api_keys",
        "/v1/organizations/nothing",
        "/v1/chat/completions"
      })
  void unknownPath_is404(String path) throws Exception {
    assertThat(simulation.ask(path).statusCode()).isEqualTo(404);
  }

  @Test
  void otherMethod_is405() throws Exception {
    assertThat(
            simulation.send(simulation.signed("/v1/organization/projects").DELETE()).statusCode())
        .isEqualTo(405);
  }

  private static List<String> ids(JsonNode list) {
    List<String> ids = new ArrayList<>();
    list.path("data").forEach(entry -> ids.add(entry.path("id").asText()));
    return ids;
  }
}

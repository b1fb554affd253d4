// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Anthropic's lists of workspaces, keys and users. The default workspace is not in the list. */
final class AnthropicDirectory {
  private static final String CREATED = "2026-01-15T09:30:00Z";
  private static final Set<String> KNOWN =
      Set.of(
          "limit",
          "after_id",
          "before_id",
          "include_archived",
          "status",
          "workspace_id",
          "created_by_user_id",
          "email",
          "roles");

  private final List<ObjectNode> workspaces =
      List.of(
          workspace("wrkspc_01Support", "Support", false),
          workspace("wrkspc_01Coding", "Coding", false),
          workspace("wrkspc_01Research", "Research", false),
          workspace("wrkspc_01Legacy", "Legacy", true));

  private final List<ObjectNode> keys =
      List.of(
          key("apikey_01Support", "support production", "wrkspc_01Support"),
          key("apikey_01SupportEu", "support eu", "wrkspc_01Support"),
          key("apikey_01Coding", "coding agents", "wrkspc_01Coding"),
          key("apikey_01CodingCi", "coding ci", "wrkspc_01Coding"),
          key("apikey_01Revised", "revised", "wrkspc_01Coding"),
          key("apikey_01Moved", "moved", "wrkspc_01Coding"),
          key("apikey_01Research", "research", "wrkspc_01Research"),
          key("apikey_01Default", "default", null),
          key("apikey_01Legacy", "legacy", "wrkspc_01Legacy"));

  private final List<ObjectNode> users =
      List.of(
          user("user_01Fay", "Fay", "fay@example.com"),
          user("user_01Gil", "Gil", "gil@example.com"));

  /**
   * A page of the list at a path below the organization.
   *
   * @throws Refusal 404 for other paths
   */
  ObjectNode list(String path, Request request) throws Refusal {
    List<ObjectNode> all =
        switch (path) {
          case "workspaces" -> workspaces(request);
          case "api_keys" -> keys(request);
          case "users" -> users;
          default -> throw new Refusal(404, "Not found", null);
        };
    request.allowOnly(KNOWN);
    return page(all, request);
  }

  private List<ObjectNode> workspaces(Request request) throws Refusal {
    List<ObjectNode> shown = new ArrayList<>(workspaces);
    if (!"true".equals(request.value("include_archived"))) {
      shown.removeIf(workspace -> !workspace.path("archived_at").isNull());
    }
    return shown;
  }

  private List<ObjectNode> keys(Request request) {
    boolean classic = AnthropicProtocol.CLASSIC_VERSION.equals(request.header("anthropic-version"));
    return classic ? keys : keys.stream().map(AnthropicDirectory::withScope).toList();
  }

  /** From version 2026-10-21 on a key has a scope instead of a workspace. */
  private static ObjectNode withScope(ObjectNode key) {
    ObjectNode changed = key.deepCopy();
    String workspace = key.path("workspace_id").textValue();
    ObjectNode scope = changed.putObject("scope");
    scope.put("type", workspace == null ? "organization" : "workspace");
    if (workspace != null) {
      scope.put("workspace_id", workspace);
    }
    changed.remove("workspace_id");
    return changed;
  }

  private static ObjectNode page(List<ObjectNode> all, Request request) throws Refusal {
    int limit = request.integer("limit", 20, 1, 1000);
    String after = request.value("after_id");
    int from = after == null ? 0 : index(all, after, "after_id") + 1;
    int to = Math.min(all.size(), from + limit);
    String before = request.value("before_id");
    if (before != null) {
      to = index(all, before, "before_id");
      from = Math.max(0, to - limit);
    }
    ObjectNode page = Json.object();
    ArrayNode data = page.putArray("data");
    all.subList(from, to).forEach(data::add);
    page.put("first_id", from == to ? null : all.get(from).path("id").asText());
    page.put("last_id", from == to ? null : all.get(to - 1).path("id").asText());
    return page.put("has_more", before == null ? to < all.size() : from > 0);
  }

  private static int index(List<ObjectNode> all, String id, String parameter) throws Refusal {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).path("id").asText().equals(id)) {
        return i;
      }
    }
    throw Refusal.badRequest(parameter + ": no such object", parameter);
  }

  private static ObjectNode workspace(String id, String name, boolean archived) {
    ObjectNode workspace = Json.object().put("id", id).put("name", name);
    workspace.put("archived_at", archived ? "2026-06-01T00:00:00Z" : null);
    workspace.put("created_at", CREATED).put("display_color", "#6C5BB9").putObject("tags");
    workspace.putNull("data_residency").putNull("external_key_id").putNull("compartment_id");
    return workspace.put("type", "workspace");
  }

  private static ObjectNode key(String id, String name, @Nullable String workspace) {
    ObjectNode key = Json.object().put("id", id).put("name", name).put("status", "active");
    key.put("workspace_id", workspace).put("partial_key_hint", "sk-ant-api03-R2D...igAA");
    key.put("created_at", CREATED).putNull("expires_at").putNull("principal");
    key.putObject("created_by").put("id", "user_01Fay").put("type", "user");
    return key.put("type", "api_key");
  }

  private static ObjectNode user(String id, String name, String email) {
    ObjectNode user = Json.object().put("id", id).put("email", email).put("name", name);
    return user.put("role", "developer").put("added_at", CREATED).put("type", "user");
  }
}

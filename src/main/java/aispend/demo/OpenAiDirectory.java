// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** OpenAI's lists of projects, users, and keys of a project. */
final class OpenAiDirectory {
  private static final long CREATED = 1_711_471_533L;
  private static final Set<String> KNOWN =
      Set.of("limit", "after", "include_archived", "emails", "owner_project_access");

  private final List<ObjectNode> projects =
      List.of(
          project("proj_search", "Search", false),
          project("proj_checkout", "Checkout assistant", false),
          project("proj_docs", "Docs pipeline", false),
          project("proj_sandbox", "Sandbox", false),
          project("proj_default", "Default project", false),
          project("proj_legacy", "Legacy bot", true));

  private final List<ObjectNode> users =
      List.of(
          user("user-ada", "Ada", "ada@example.com"),
          user("user-ben", "Ben", "ben@example.com"),
          user("user-cyd", "Cyd", "cyd@example.com"),
          user("user-dan", "Dan", null),
          user("user-eve", null, "eve@example.com"));

  /**
   * A page of the list at a path below the organization.
   *
   * @throws Refusal 404 for other paths and for projects that do not exist
   */
  ObjectNode list(String path, Request request) throws Refusal {
    request.allowOnly(KNOWN);
    boolean archived = "true".equals(request.value("include_archived"));
    if (path.equals("projects")) {
      List<ObjectNode> shown = new ArrayList<>(projects);
      shown.removeIf(project -> !archived && "archived".equals(project.path("status").asText()));
      return page(shown, request);
    }
    if (path.equals("users")) {
      return page(users, request);
    }
    String[] parts = path.split("/", -1);
    if (parts.length == 3 && parts[0].equals("projects") && parts[2].equals("api_keys")) {
      return page(keys(parts[1], request.path()), request);
    }
    throw Refusal.notFound(request.path());
  }

  private List<ObjectNode> keys(String project, String path) throws Refusal {
    return switch (project) {
      case "proj_search" ->
          List.of(
              serviceKey("key_search", "search production"),
              userKey("key_search_ci", "search ci"),
              serviceKey("key_revised", "revised"),
              serviceKey("key_moved", "moved"));
      case "proj_checkout" ->
          List.of(
              serviceKey("key_checkout", "checkout"), serviceKey("key_checkout_eu", "checkout eu"));
      case "proj_docs" ->
          List.of(serviceKey("key_docs", "docs batch"), serviceKey("key_docs_agent", "docs agent"));
      case "proj_sandbox" ->
          List.of(userKey("key_sandbox", "sandbox"), userKey("key_voice", "voice trial"));
      case "proj_default" -> List.of(userKey("key_default", "default"));
      case "proj_legacy" -> List.of(serviceKey("key_legacy", "legacy"));
      default -> throw Refusal.notFound(path);
    };
  }

  private static ObjectNode page(List<ObjectNode> all, Request request) throws Refusal {
    int limit = request.integer("limit", 20, 1, 100);
    int from = after(all, request);
    int to = Math.min(all.size(), from + limit);
    ObjectNode page = Json.object().put("object", "list");
    ArrayNode data = page.putArray("data");
    all.subList(from, to).forEach(data::add);
    page.put("first_id", from == to ? null : all.get(from).path("id").asText());
    page.put("last_id", from == to ? null : all.get(to - 1).path("id").asText());
    return page.put("has_more", to < all.size());
  }

  private static int after(List<ObjectNode> all, Request request) throws Refusal {
    String after = request.value("after");
    if (after == null) {
      return 0;
    }
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).path("id").asText().equals(after)) {
        return i + 1;
      }
    }
    throw Refusal.badRequest("Invalid 'after': no such object.", "after");
  }

  private static ObjectNode project(String id, String name, boolean archived) {
    ObjectNode project = Json.object();
    project.put("id", id).put("object", "organization.project").put("name", name);
    project.put("created_at", CREATED).put("archived_at", archived ? CREATED + 86_400 : null);
    return project.put("status", archived ? "archived" : "active").putNull("external_key_id");
  }

  private static ObjectNode user(String id, @Nullable String name, @Nullable String email) {
    ObjectNode user = Json.object().put("id", id).put("object", "organization.user");
    user.put("name", name).put("email", email).put("role", "reader").put("added_at", CREATED);
    return user.put("is_service_account", false);
  }

  private static ObjectNode serviceKey(String id, String name) {
    ObjectNode key = key(id, name);
    key.putObject("owner")
        .put("type", "service_account")
        .putObject("service_account")
        .put("id", "svc_" + id)
        .put("name", "bot")
        .put("created_at", CREATED)
        .put("role", "member");
    return key;
  }

  private static ObjectNode userKey(String id, String name) {
    ObjectNode key = key(id, name);
    key.putObject("owner")
        .put("type", "user")
        .putObject("user")
        .put("id", "user-ada")
        .put("email", "ada@example.com")
        .put("name", "Ada")
        .put("created_at", CREATED)
        .put("role", "member");
    return key;
  }

  private static ObjectNode key(String id, String name) {
    return Json.object()
        .put("id", id)
        .put("object", "organization.project.api_key")
        .put("name", name)
        .put("redacted_value", "sk-...x1")
        .put("created_at", CREATED)
        .putNull("last_used_at")
        .put("owner_project_access", "active");
  }
}

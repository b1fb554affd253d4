// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Anthropic's Usage and Cost API with the Admin API's lists, as documented in 2026: admin key,
 * required version header, bucketed pages, lists with {@code after_id}.
 */
final class AnthropicProtocol implements Protocol {
  static final String CLASSIC_VERSION = "2023-06-01";

  private static final String ROOT = "/v1/organizations/";
  private static final Set<String> VERSIONS = Set.of(CLASSIC_VERSION, "2026-10-21");
  private static final String ORGANIZATION = "7e1f0c9a-2b64-4d53-9a0e-5f6c1d2e3b4a";

  private final AnthropicReports reports;
  private final AnthropicDirectory directory = new AnthropicDirectory();

  AnthropicProtocol(AnthropicReports reports) {
    this.reports = reports;
  }

  @Override
  public boolean owns(String path) {
    return path.startsWith(ROOT);
  }

  @Override
  public ObjectNode answer(Request request) throws Refusal {
    authenticate(request);
    String path = request.path().substring(ROOT.length());
    return switch (path) {
      case "usage_report/messages" -> reports.usage(request);
      case "cost_report" -> reports.costs(request);
      case "me" ->
          Json.object()
              .put("id", ORGANIZATION)
              .put("name", "Demo organization")
              .put("type", "organization");
      default -> directory.list(path, request);
    };
  }

  @Override
  public ObjectNode error(Refusal refusal, String requestId) {
    ObjectNode body = Json.object().put("type", "error");
    body.putObject("error").put("type", type(refusal.status())).put("message", refusal.text());
    return body.put("request_id", requestId);
  }

  @Override
  public Map<String, String> headers(String requestId) {
    return Map.of("request-id", requestId, "anthropic-organization-id", ORGANIZATION);
  }

  /** An envelope of buckets. */
  static ObjectNode page(ArrayNode data, @Nullable String next) {
    ObjectNode page = Json.object();
    page.set("data", data);
    return page.put("has_more", next != null).put("next_page", next);
  }

  private static void authenticate(Request request) throws Refusal {
    String bearer = request.header("authorization");
    String key = request.header("x-api-key");
    if (key == null && bearer != null && bearer.startsWith("Bearer ")) {
      key = bearer.substring("Bearer ".length());
    }
    if (key == null) {
      throw new Refusal(401, "x-api-key header is required", null);
    }
    if (Keys.isRefused(key, "sk-ant-admin")) {
      throw new Refusal(401, "invalid x-api-key", null);
    }
    String version = request.header("anthropic-version");
    if (version == null) {
      throw Refusal.badRequest("anthropic-version: header is required", null);
    }
    if (!VERSIONS.contains(version)) {
      throw Refusal.badRequest("anthropic-version: not a valid version", null);
    }
  }

  private static String type(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 429 -> "rate_limit_error";
      case 500 -> "api_error";
      default -> "invalid_request_error";
    };
  }
}

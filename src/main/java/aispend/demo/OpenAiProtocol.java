// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's organization API, as in its OpenAPI document 2.3.0 (2026-08-21): bearer admin key,
 * bucketed pages, lists with {@code after}.
 */
final class OpenAiProtocol implements Protocol {
  private static final String ROOT = "/v1/organization/";
  private static final String SCOPE = "api.usage.read";

  private final OpenAiReports reports;
  private final OpenAiDirectory directory = new OpenAiDirectory();

  OpenAiProtocol(OpenAiReports reports) {
    this.reports = reports;
  }

  @Override
  public boolean owns(String path) {
    return path.startsWith(ROOT);
  }

  @Override
  public ObjectNode answer(Request request) throws Refusal {
    authenticate(request.header("authorization"));
    String path = request.path().substring(ROOT.length());
    if (path.equals("costs")) {
      return reports.costs(request);
    }
    if (path.startsWith("usage/")) {
      Optional<OpenAiUsage> endpoint = OpenAiUsage.of(path.substring("usage/".length()));
      if (endpoint.isPresent()) {
        return reports.usage(endpoint.get(), request);
      }
      throw Refusal.notFound(request.path());
    }
    return directory.list(path, request);
  }

  @Override
  public ObjectNode error(Refusal refusal, String requestId) {
    ObjectNode body = Json.object();
    body.putObject("error")
        .put("message", refusal.text())
        .put("type", type(refusal.status()))
        .put("param", refusal.parameter())
        .put("code", refusal.status() == 401 ? "invalid_api_key" : null);
    return body;
  }

  @Override
  public Map<String, String> headers(String requestId) {
    return Map.of("x-request-id", requestId, "openai-processing-ms", "12");
  }

  /** An envelope of buckets. */
  static ObjectNode page(ArrayNode data, @Nullable String next) {
    ObjectNode page = Json.object();
    page.put("object", "page");
    page.set("data", data);
    return page.put("has_more", next != null).put("next_page", next);
  }

  private static void authenticate(@Nullable String header) throws Refusal {
    if (header == null || !header.startsWith("Bearer ")) {
      throw new Refusal(401, "You didn't provide an API key.", null);
    }
    String key = header.substring("Bearer ".length());
    if (Keys.isRefused(key, "sk-")) {
      throw new Refusal(401, "Incorrect API key provided.", null);
    }
    if (!key.startsWith("sk-admin-") || key.contains("noscope")) {
      throw new Refusal(
          403,
          "You have insufficient permissions for this operation. Missing scopes: "
              + SCOPE
              + ". Use an admin key that has this scope.",
          null);
    }
  }

  private static String type(int status) {
    return switch (status) {
      case 429 -> "rate_limit_error";
      case 500 -> "server_error";
      default -> "invalid_request_error";
    };
  }
}

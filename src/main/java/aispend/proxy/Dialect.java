// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** How an API words its errors, so that its official clients show ours as they show its own. */
enum Dialect {
  OPENAI,
  ANTHROPIC,
  GEMINI,
  OLLAMA;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** By the path behind the upstream's name. */
  static Dialect of(String path) {
    if (path.contains("/messages")) {
      return ANTHROPIC;
    }
    if (path.startsWith("/v1beta/") || path.contains("enerateContent")) {
      return GEMINI;
    }
    return path.startsWith("/api/") ? OLLAMA : OPENAI;
  }

  /**
   * The body of an error of our own.
   *
   * @param kind OpenAI's {@code code}
   * @param details members beside the error, under {@code aispend}
   */
  byte[] error(int status, String kind, String message, Map<String, String> details) {
    Map<String, Object> body = new LinkedHashMap<>();
    if (this == ANTHROPIC) {
      body.put("type", "error");
    }
    body.put("error", this == OLLAMA ? message : error(status, kind, message));
    if (!details.isEmpty()) {
      body.put("aispend", details);
    }
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new AssertionError("texts and numbers can be written", e);
    }
  }

  private Map<String, Object> error(int status, String kind, String message) {
    Map<String, Object> error = new LinkedHashMap<>();
    switch (this) {
      case ANTHROPIC -> error.put("type", status == 429 ? "rate_limit_error" : "api_error");
      case GEMINI -> {
        error.put("code", status);
        error.put("status", status == 429 ? "RESOURCE_EXHAUSTED" : "UNAVAILABLE");
      }
      case OPENAI -> {
        error.put("type", "aispend_proxy");
        error.put("param", null);
        error.put("code", kind);
      }
      case OLLAMA -> throw new AssertionError("its errors are plain texts");
    }
    error.put("message", message);
    return error;
  }
}

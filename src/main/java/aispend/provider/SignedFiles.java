// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.AnswerRules;
import aispend.http.ErrorCodes;
import aispend.http.JsonClient;
import aispend.http.JsonQuestion;
import aispend.model.ProviderException;
import aispend.model.ProviderException.Kind;
import aispend.model.Secret;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okhttp3.HttpUrl;

/**
 * Files behind links that carry their own permission: one JSON document a line. They are asked for
 * without the provider's key, as it is no business of whoever keeps the files, and never over plain
 * HTTP unless the provider itself is. What a link says is not logged, since it opens the file.
 */
final class SignedFiles {
  private static final int SHORTEST_SECRET = 12;

  private final ProviderSettings settings;
  private final HttpUrl base;
  private final JsonClient http;
  private final List<String> hosts;

  /**
   * Asks by a client.
   *
   * @param hosts those that files may lie at, with all below them; empty for any
   */
  SignedFiles(ProviderSettings settings, JsonClient http, List<String> hosts) {
    this.settings = settings;
    this.base = TokenApi.url("base_url", settings.baseUrl());
    this.http = http;
    this.hosts = List.copyOf(hosts);
  }

  /**
   * All documents of a file; a list stands for its elements.
   *
   * @throws ProviderException kind BAD_RESPONSE when the link is none that may be followed
   */
  List<JsonNode> documents(String link) throws ProviderException, InterruptedException {
    HttpUrl url = allowed(link);
    AnswerRules lines =
        new AnswerRules(true, Set.of(), List.of(), Long.MAX_VALUE, secrets(url), ErrorCodes.NONE);
    List<JsonNode> documents = new ArrayList<>();
    for (JsonNode line : read(new JsonQuestion(url, Map.of(), null, lines))) {
      if (line.isArray()) {
        line.forEach(documents::add);
      } else {
        documents.add(line);
      }
    }
    return documents;
  }

  /** What opens the file is among the long values of its link. */
  private static List<Secret> secrets(HttpUrl url) {
    return url.queryParameterNames().stream()
        .flatMap(name -> url.queryParameterValues(name).stream())
        .filter(value -> value != null && value.length() >= SHORTEST_SECRET)
        .map(Secret::new)
        .toList();
  }

  /** Who keeps the files was not shown the key, so a refusal is none of the key. */
  private JsonNode read(JsonQuestion question) throws ProviderException, InterruptedException {
    try {
      return http.ask(question).document();
    } catch (ProviderException e) {
      if (e.kind() != Kind.AUTH) {
        throw e;
      }
      String what = "a link to a file is not good any more: " + e.getMessage();
      throw new ProviderException(settings.name(), Kind.UNAVAILABLE, e.status().orElse(0), what, e);
    }
  }

  private HttpUrl allowed(String link) throws ProviderException {
    HttpUrl url = HttpUrl.parse(link);
    if (url == null || !(url.isHttps() || url.scheme().equals(base.scheme()))) {
      throw VendorApi.unusable(settings, "a link to a file is no https:// address");
    }
    if (!hosts.isEmpty() && hosts.stream().noneMatch(host -> isBelow(url.host(), host))) {
      throw VendorApi.unusable(
          settings, "a file lies at " + url.host() + ", which is not in options.report_hosts");
    }
    return url;
  }

  private static boolean isBelow(String host, String allowed) {
    return host.equals(allowed) || host.endsWith("." + allowed);
  }
}

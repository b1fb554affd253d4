// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import aispend.config.UpstreamConfig;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * Where a call goes: a configured upstream, and behind its base URL the rest of the path and the
 * query as they came.
 *
 * @param path behind the upstream's name, as it was sent, without the query
 */
record Place(UpstreamConfig upstream, String path, HttpUrl url) {
  static final String PREFIX = "/proxy/";

  /**
   * Finds it; empty when no upstream has the name, or the path leads out of its base URL.
   *
   * @param uri the request's target as it was sent, without the query
   * @param query as it was sent; may be empty
   */
  static Optional<Place> of(String uri, String query, Map<String, UpstreamConfig> upstreams) {
    if (!uri.startsWith(PREFIX)) {
      return Optional.empty();
    }
    int end = uri.indexOf('/', PREFIX.length());
    String name = uri.substring(PREFIX.length(), end < 0 ? uri.length() : end);
    String path = end < 0 ? "" : uri.substring(end);
    UpstreamConfig upstream = upstreams.get(name);
    if (upstream == null || leadsElsewhere(path)) {
      return Optional.empty();
    }
    HttpUrl url = HttpUrl.parse(upstream.baseUrl() + path + (query.isEmpty() ? "" : "?" + query));
    return url == null ? Optional.empty() : Optional.of(new Place(upstream, path, url));
  }

  private static boolean leadsElsewhere(String path) {
    for (String segment : path.split("/", -1)) {
      String plain = segment.toLowerCase(Locale.ROOT).replace("%2e", ".");
      if (plain.equals(".") || plain.equals("..") || plain.contains("\\")) {
        return true;
      }
    }
    return false;
  }
}

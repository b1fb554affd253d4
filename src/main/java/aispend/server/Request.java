// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that was read whole. The body is not copied. */
final class Request {
  private final String path;
  private final Map<String, List<String>> query;
  private final @Nullable String accept;
  private final byte[] body;

  Request(String path, Map<String, List<String>> query, @Nullable String accept, byte[] body) {
    this.path = path;
    this.query = query;
    this.accept = accept;
    this.body = body;
  }

  String path() {
    return path;
  }

  /** Decoded query parameters. */
  Map<String, List<String>> query() {
    return query;
  }

  @Nullable String accept() {
    return accept;
  }

  byte[] body() {
    return body;
  }
}

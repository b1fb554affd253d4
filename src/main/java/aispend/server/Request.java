// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import aispend.model.Tenant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that was read whole. The body is not copied. */
final class Request {
  private final String path;
  private final Map<String, List<String>> query;
  private final @Nullable String accept;
  private final Sent sent;
  private final Tenant tenant;
  private final String by;

  /**
   * What came with it.
   *
   * @param mediaType without parameters, in small letters; empty when no body is taken
   * @param packed whether the bytes are in gzip
   */
  @SuppressWarnings("ArrayRecordComponent") // it has no equals
  record Sent(String mediaType, boolean packed, byte[] body) {
    static final Sent NOTHING = new Sent("", false, new byte[0]);
  }

  Request(
      String path,
      Map<String, List<String>> query,
      @Nullable String accept,
      Sent sent,
      Tenant tenant,
      String by) {
    this.path = path;
    this.query = query;
    this.accept = accept;
    this.sent = sent;
    this.tenant = tenant;
    this.by = by;
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

  /** Whose token it came with. */
  Tenant tenant() {
    return tenant;
  }

  /** The name of its token; "anybody" where none is needed. */
  String by() {
    return by;
  }

  byte[] body() {
    return sent.body();
  }

  Sent sent() {
    return sent;
  }
}

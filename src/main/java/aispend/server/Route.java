// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static java.util.Objects.requireNonNull;

import aispend.api.ApiException;
import org.jspecify.annotations.Nullable;

/**
 * A path and who answers it.
 *
 * @param method GET (which answers HEAD too) or POST
 * @param path whole path; when it ends in a slash and is longer than that, all that begin with it
 * @param role which a token must have; null when none is needed
 * @param mediaType of a body that is taken; null when any body is ignored
 * @param action answers; may block
 */
record Route(
    String method, String path, @Nullable Role role, @Nullable String mediaType, Action action) {

  /** From a request to its answer; runs on a worker thread. */
  @FunctionalInterface
  interface Action {
    Reply answer(Request request) throws ApiException;
  }

  Route {
    requireNonNull(method, "method");
    requireNonNull(path, "path");
    requireNonNull(action, "action");
  }

  static Route get(String path, @Nullable Role role, Action action) {
    return new Route("GET", path, role, null, action);
  }

  static Route post(String path, Role role, @Nullable String mediaType, Action action) {
    return new Route("POST", path, role, mediaType, action);
  }

  boolean matches(String asked) {
    boolean prefix = path.length() > 1 && path.endsWith("/");
    return prefix ? asked.startsWith(path) : asked.equals(path);
  }

  boolean takes(String asked) {
    return method.equals(asked) || (method.equals("GET") && asked.equals("HEAD"));
  }
}

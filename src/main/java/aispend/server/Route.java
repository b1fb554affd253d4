// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import static java.util.Objects.requireNonNull;

import aispend.api.ApiException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A path and who answers it.
 *
 * @param method GET (which answers HEAD too) or POST
 * @param path whole path; when it ends in a slash and is longer than that, all that begin with it
 * @param role which a token must have; null when none is needed
 * @param bodies that are taken; any other body is ignored or refused
 * @param tenants whether a tenant's token may use it; the action then answers for that tenant
 * @param blocks whether the action may; else it is done by the thread that reads the request
 * @param streamed whether its answers are written while they are made; only so many at once are
 * @param action answers
 */
record Route(
    String method,
    String path,
    @Nullable Role role,
    boolean tenants,
    Bodies bodies,
    boolean blocks,
    boolean streamed,
    Action action) {
  /**
   * Which bodies a route takes.
   *
   * @param mediaTypes empty: any body is ignored
   * @param gzip whether they may be packed
   */
  record Bodies(Set<String> mediaTypes, boolean gzip) {
    static final Bodies NONE = new Bodies(Set.of(), false);
    static final Bodies JSON = new Bodies(Set.of("application/json"), false);

    Bodies {
      mediaTypes = Set.copyOf(mediaTypes);
    }

    boolean ignored() {
      return mediaTypes.isEmpty();
    }
  }

  /** From a request to its answer. */
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
    return new Route("GET", path, role, false, Bodies.NONE, true, false, action);
  }

  /** For everybody, and answered also while all workers are busy. */
  static Route atOnce(String path, Action action) {
    return new Route("GET", path, null, false, Bodies.NONE, false, false, action);
  }

  static Route post(String path, Role role, Bodies bodies, Action action) {
    return new Route("POST", path, role, false, bodies, true, false, action);
  }

  /** The same for tenants too, which its action must tell apart. */
  Route forTenants() {
    return new Route(method, path, role, true, bodies, blocks, streamed, action);
  }

  /** The same with answers that are written while they are made. */
  Route streaming() {
    return new Route(method, path, role, tenants, bodies, blocks, true, action);
  }

  boolean matches(String asked) {
    boolean prefix = path.length() > 1 && path.endsWith("/");
    return prefix ? asked.startsWith(path) : asked.equals(path);
  }

  boolean takes(String asked) {
    return method.equals(asked) || (method.equals("GET") && asked.equals("HEAD"));
  }
}

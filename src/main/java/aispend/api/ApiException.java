// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A question that has no answer: 400 for a parameter that cannot be used, 404 for a path that is
 * not there. The message says what to ask instead.
 */
public final class ApiException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final @Nullable String parameter;
  private final @Nullable String allowed;

  private ApiException(
      int status, String message, @Nullable String parameter, @Nullable String allowed) {
    super(requireNonNull(message, "message"));
    this.status = status;
    this.parameter = parameter;
    this.allowed = allowed;
  }

  static ApiException badParameter(String parameter, String problem, String allowed) {
    return new ApiException(
        400, parameter + " " + problem + "; allowed: " + allowed, parameter, allowed);
  }

  static ApiException notFound(String message) {
    return new ApiException(404, message, null, null);
  }

  static ApiException unavailable(String message, Throwable cause) {
    ApiException unavailable = new ApiException(503, message, null, null);
    unavailable.initCause(cause);
    return unavailable;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The parameter that cannot be used; null when the path is at fault. */
  public @Nullable String parameter() {
    return parameter;
  }

  /** What the parameter may be. */
  public @Nullable String allowed() {
    return allowed;
  }
}

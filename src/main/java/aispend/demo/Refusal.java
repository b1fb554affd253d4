// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import org.jspecify.annotations.Nullable;

/** A request the vendor answers with an error. The vendor's protocol gives it its body. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final @Nullable String parameter;

  Refusal(int status, String message, @Nullable String parameter) {
    super(message);
    this.status = status;
    this.parameter = parameter;
  }

  static Refusal badRequest(String message, @Nullable String parameter) {
    return new Refusal(400, message, parameter);
  }

  static Refusal notFound(String path) {
    return new Refusal(404, "Invalid URL (GET " + path + ")", null);
  }

  int status() {
    return status;
  }

  String text() {
    String message = getMessage();
    return message == null ? "" : message;
  }

  /** The query parameter at fault; null when there is none. */
  @Nullable String parameter() {
    return parameter;
  }
}

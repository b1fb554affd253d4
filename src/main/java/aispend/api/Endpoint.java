// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import static java.util.Objects.requireNonNull;

/**
 * A path that answers a question.
 *
 * @param path may end in {@value #DIMENSION}, which stands for any dimension
 * @param summary one sentence for the OpenAPI document
 * @param parameters what it may be asked with
 * @param body what its answer holds
 * @param handler gives the answer
 */
record Endpoint(
    String path,
    String summary,
    Parameters parameters,
    Class<? extends Record> body,
    Handler handler) {
  static final String DIMENSION = "{dimension}";

  /** From a checked question to its answer. */
  @FunctionalInterface
  interface Handler {
    Answer<?> answer(Question question) throws ApiException;
  }

  Endpoint {
    requireNonNull(path, "path");
    requireNonNull(summary, "summary");
    requireNonNull(parameters, "parameters");
    requireNonNull(body, "body");
    requireNonNull(handler, "handler");
  }

  boolean hasDimension() {
    return path.endsWith(DIMENSION);
  }

  /** The path without its variable end. */
  String prefix() {
    return hasDimension() ? path.substring(0, path.length() - DIMENSION.length()) : path;
  }
}

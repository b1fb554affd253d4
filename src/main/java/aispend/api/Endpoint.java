// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A path that answers a question.
 *
 * @param path may end in {@value #DIMENSION}, which stands for any dimension
 * @param summary one sentence for the OpenAPI document
 * @param parameters the numbers it knows
 * @param filtered whether it takes dimensions and {@code source} as filters
 * @param body what its answer holds
 * @param handler gives the answer
 */
record Endpoint(
    String path,
    String summary,
    List<IntegerParameter> parameters,
    boolean filtered,
    Class<? extends Record> body,
    Handler handler) {
  static final String DIMENSION = "{dimension}";

  /** From a checked question to its answer. */
  @FunctionalInterface
  interface Handler {
    Answer<?> answer(Question question);
  }

  Endpoint {
    requireNonNull(path, "path");
    requireNonNull(summary, "summary");
    requireNonNull(body, "body");
    requireNonNull(handler, "handler");
    parameters = List.copyOf(parameters);
  }

  boolean hasDimension() {
    return path.endsWith(DIMENSION);
  }

  /** The path without its variable end. */
  String prefix() {
    return hasDimension() ? path.substring(0, path.length() - DIMENSION.length()) : path;
  }
}

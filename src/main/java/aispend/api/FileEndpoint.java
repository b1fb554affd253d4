// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A path that answers with a file.
 *
 * @param summary one sentence for the OpenAPI document
 * @param parameters what it may be asked with
 * @param mediaTypes what it may answer with
 * @param handler gives the file
 */
record FileEndpoint(
    String path, String summary, Parameters parameters, List<String> mediaTypes, Handler handler) {
  /** From a checked question to its file. */
  @FunctionalInterface
  interface Handler {
    Download answer(Question question) throws ApiException;
  }

  FileEndpoint {
    requireNonNull(path, "path");
    requireNonNull(summary, "summary");
    requireNonNull(parameters, "parameters");
    requireNonNull(handler, "handler");
    mediaTypes = List.copyOf(mediaTypes);
  }
}

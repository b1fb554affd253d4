// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import static java.util.Objects.requireNonNull;

/**
 * A file as an answer.
 *
 * @param body in UTF-8
 */
@SuppressWarnings("ArrayRecordComponent") // made once and sent
public record Download(String contentType, byte[] body) {
  public Download {
    requireNonNull(contentType, "contentType");
    requireNonNull(body, "body");
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import static java.util.Objects.requireNonNull;

import okio.ByteString;

/**
 * A whole answer that is not read any further.
 *
 * @param status of success; 206 where a range was asked for and given
 * @param body as it came
 */
public record BytesAnswer(int status, ByteString body) {
  public BytesAnswer {
    requireNonNull(body, "body");
  }
}

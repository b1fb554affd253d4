// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import okhttp3.Request;

/** What is made of the body of an answer. */
enum Wanted {
  JSON,
  BYTES;

  /** What is wanted of the answer to a request. */
  static Wanted of(Request request) {
    Wanted wanted = request.tag(Wanted.class);
    return wanted == null ? JSON : wanted;
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** One vendor's admin API over HTTP. Implementations are safe for use by several threads. */
interface Protocol {
  /** Whether a path is this vendor's. */
  boolean owns(String path);

  /**
   * The body of a 200.
   *
   * @throws Refusal when the vendor would answer with an error
   */
  JsonNode answer(Request request) throws Refusal;

  /** Whether the vendor reads a method at all. */
  default boolean reads(String method) {
    return method.equals("GET");
  }

  /** The vendor's error body. */
  ObjectNode error(Refusal refusal, String requestId);

  /** Headers that every answer of the vendor carries. */
  Map<String, String> headers(String requestId);
}

// SPDX-License-Identifier: Apache-2.0
package aispend.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A whole answer.
 *
 * @param links the values of its {@code Link} headers (RFC 8288)
 */
public record JsonAnswer(JsonNode document, List<String> links) {
  public JsonAnswer {
    links = List.copyOf(links);
  }
}

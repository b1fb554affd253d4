// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Well-formed answers with wrong content. */
final class BodyFaults {
  private static final String REPEATED = "page_repeated";
  private static final BigDecimal TOO_MUCH = new BigDecimal("1E+308");

  private BodyFaults() {}

  /** The request as a vendor sees it that forgets its cursors. */
  static Request withoutCursor(Request request) {
    Map<String, List<String>> query = new LinkedHashMap<>(request.query());
    query.keySet().removeAll(List.of("page", "after", "after_id"));
    return new Request(request.method(), request.path(), query, request.headers(), request.body());
  }

  /** Makes the answer wrong; kinds that are not about content change nothing. */
  static void apply(FaultKind kind, ObjectNode body) {
    switch (kind) {
      case REPEATED_CURSOR -> {
        body.put("has_more", true);
        if (body.has("next_page")) {
          body.put("next_page", REPEATED);
        }
      }
      case EMPTY_DATA -> {
        body.putArray("data");
        body.put("has_more", false);
        if (body.has("next_page")) {
          body.putNull("next_page");
        }
      }
      case AMOUNT_MISSING -> costRows(body).forEach(row -> row.remove("amount"));
      case AMOUNT_HUGE -> costRows(body).forEach(row -> putAmount(row, TOO_MUCH, "1E+308"));
      case AMOUNT_NAN -> costRows(body).forEach(row -> putAmount(row, null, "NaN"));
      default -> {}
    }
  }

  private static List<ObjectNode> costRows(ObjectNode body) {
    List<ObjectNode> rows = new ArrayList<>();
    for (JsonNode bucket : body.path("data")) {
      for (JsonNode row : bucket.path("results")) {
        if (row.has("amount")) {
          rows.add((ObjectNode) row);
        }
      }
    }
    return rows;
  }

  private static void putAmount(ObjectNode row, @Nullable BigDecimal number, String text) {
    if (!(row.get("amount") instanceof ObjectNode amount)) {
      row.put("amount", text);
    } else if (number != null) {
      amount.put("value", number);
    } else {
      amount.put("value", text);
    }
  }
}

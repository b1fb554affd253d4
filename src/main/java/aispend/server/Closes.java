// SPDX-License-Identifier: Apache-2.0
package aispend.server;

import aispend.books.CloseRefusedException;
import aispend.books.Closed;
import aispend.books.MonthClosing;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /api/months/close}: {@code {"month": "2026-10", "tenant": "acme", "reason": "..."}},
 * of which only the month is required. Closing a closed month answers with its close. Any thread
 * may ask.
 */
final class Closes {
  static final String PATH = "/api/months/close";

  private static final Logger log = LoggerFactory.getLogger(Closes.class);
  private static final Set<String> MEMBERS = Set.of("month", "tenant", "reason");

  private final JsonMapper json = JsonMapper.builder().build();
  private final Supplier<MonthClosing> closing;

  Closes(Supplier<MonthClosing> closing) {
    this.closing = closing;
  }

  Reply close(Request request) {
    try {
      Closed closed = closing.get().close(wish(request));
      log.info(
          "Month close asked for. month={} by={} fresh={}",
          closed.month(),
          request.by(),
          closed.fresh());
      return Reply.json(200, shown(closed));
    } catch (IllegalArgumentException e) {
      return Reply.error(400, String.valueOf(e.getMessage()));
    } catch (CloseRefusedException e) {
      return Reply.error(status(e.kind()), String.valueOf(e.getMessage()));
    }
  }

  private static int status(CloseRefusedException.Kind kind) {
    return switch (kind) {
      case WRONG -> 400;
      case NOT_NOW -> 409;
      case UNAVAILABLE -> 503;
    };
  }

  private static Map<String, Object> shown(Closed closed) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("month", closed.month().toString());
    answer.put("tenant", closed.tenant());
    answer.put("closed_at", closed.at().toString());
    answer.put("closed_by", closed.by());
    answer.put("reason", closed.reason());
    answer.put("fresh", closed.fresh());
    return answer;
  }

  private MonthClosing.Wish wish(Request request) {
    JsonNode body = read(request.body());
    for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
      if (!MEMBERS.contains(names.next())) {
        throw new IllegalArgumentException(
            "the body has a member that is none of month, tenant, reason; a closed month is never"
                + " opened again, what changes in it comes out as corrections");
      }
    }
    return new MonthClosing.Wish(
        month(text(body, "month")), text(body, "tenant"), request.by(), text(body, "reason"));
  }

  private JsonNode read(byte[] body) {
    try {
      JsonNode read = json.readTree(body);
      if (read.isObject()) {
        return read;
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("the body is not JSON", e);
    }
    throw new IllegalArgumentException("the body is no object like {\"month\": \"2026-10\"}");
  }

  private static String text(JsonNode body, String member) {
    JsonNode value = body.path(member);
    if (!value.isMissingNode() && !value.isTextual()) {
      throw new IllegalArgumentException(member + " must be a text");
    }
    return value.asText("");
  }

  private static YearMonth month(String text) {
    try {
      return YearMonth.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("month must be a UTC month like 2026-10", e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.receive;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Outcome;
import aispend.model.ReportedEvent;
import aispend.model.ReportedUsage;
import aispend.model.Sender;
import aispend.usage.CallUsage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads one event of {@code POST /api/events}; {@code docs/events.md} tells its fields. Fields that
 * are not known are ignored.
 */
final class EventReader {
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final String USUAL_TYPE = "llm_call";
  private static final Set<String> TYPES =
      Set.of(USUAL_TYPE, "embedding", "tool_call", "image", "audio", "other");
  private static final Map<String, Outcome> STATUSES =
      Map.of("ok", Outcome.SUCCESS, "error", Outcome.ERROR, "aborted", Outcome.ABORTED);
  private static final Map<String, Dimension> DIMENSIONS =
      Map.of(
          "user_id", Dimension.USER,
          "project_id", Dimension.PROJECT,
          "feature", Dimension.FEATURE,
          "team", Dimension.TEAM,
          "agent_id", Dimension.AGENT,
          "region", Dimension.REGION,
          "environment", Dimension.ENVIRONMENT,
          "api_key_id", Dimension.KEY);

  private final Instant now;
  private final Duration futureTolerance;
  private final Instant latest;

  EventReader(Instant now, Duration futureTolerance) {
    this.now = now;
    this.futureTolerance = futureTolerance;
    this.latest = now.plus(futureTolerance);
  }

  /** How events call what the ledger names by a dimension's code; other fields have one name. */
  static String fieldOf(String code) {
    return DIMENSIONS.entrySet().stream()
        .filter(known -> known.getValue().code().equals(code))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(code);
  }

  ReportedEvent read(JsonNode json) throws FieldException {
    if (!json.isObject()) {
      throw FieldException.bad("event", json.toString(), "must be a JSON object");
    }
    Fields fields = new Fields(json);
    String id = fields.requiredText("event_id");
    Instant at = timestamp(fields.requiredText("timestamp"));
    Dimensions dimensions = dimensions(fields);
    CallUsage used = Consumption.of(fields);
    ReportedUsage usage =
        new ReportedUsage(
            used.onto(dimensions), used.tokens(), 1L, used.units(), Consumption.cost(used));
    return new ReportedEvent(
        Sender.EVENTS,
        new ReportedEvent.Identity(id, at, Canonical.hash(json), fingerprint(fields)),
        usage,
        outcome(fields),
        new ReportedEvent.Timing(fields.millis("latency_ms"), fields.millis("ttft_ms")),
        Extra.of(fields));
  }

  /** Of what was asked, if the sender tells equal requests by a text of its own. */
  private static @Nullable Long fingerprint(Fields fields) throws FieldException {
    String request = fields.text("request_hash");
    return request == null ? null : (Long) Canonical.hash(TextNode.valueOf(request));
  }

  private Instant timestamp(String text) throws FieldException {
    Instant at;
    try {
      at = Timestamp.parse(text);
    } catch (DateTimeException e) {
      throw FieldException.bad(
          "timestamp",
          text,
          "must be RFC 3339 with an offset, like 2026-11-21T12:00:00Z or"
              + " 2026-11-21T13:00:00+01:00");
    }
    if (at.isAfter(latest)) {
      throw FieldException.bad(
          "timestamp",
          text,
          "must not be more than events.future_tolerance, "
              + futureTolerance
              + ", ahead of the daemon's clock, "
              + now);
    }
    if (at.isBefore(EARLIEST)) {
      throw FieldException.bad("timestamp", text, "must be in this century");
    }
    return at;
  }

  private static Dimensions dimensions(Fields fields) throws FieldException {
    Map<Dimension, String> values = new EnumMap<>(Dimension.class);
    values.put(Dimension.PROVIDER, fields.requiredText("provider"));
    values.put(Dimension.MODEL, fields.requiredText("model"));
    values.put(Dimension.OPERATION, oneOf("event_type", fields, TYPES, USUAL_TYPE));
    for (Map.Entry<String, Dimension> known : DIMENSIONS.entrySet()) {
      String text = fields.plainText(known.getKey());
      if (text != null) {
        values.put(known.getValue(), text);
      }
    }
    return new Dimensions(values);
  }

  private static Outcome outcome(Fields fields) throws FieldException {
    String status = oneOf("status", fields, STATUSES.keySet(), "ok");
    return STATUSES.getOrDefault(status, Outcome.SUCCESS);
  }

  private static String oneOf(String field, Fields fields, Set<String> known, String usual)
      throws FieldException {
    String text = fields.text(field);
    if (text != null && !known.contains(text)) {
      throw FieldException.bad(
          field, text, "must be one of " + String.join(", ", new TreeSet<>(known)));
    }
    return text == null ? usual : text;
  }
}

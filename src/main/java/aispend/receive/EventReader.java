// SPDX-License-Identifier: Apache-2.0
package aispend.receive;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Outcome;
import aispend.model.ReportedCost;
import aispend.model.ReportedEvent;
import aispend.model.ReportedTokens;
import aispend.model.ReportedUsage;
import aispend.model.Sender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
  private static final Set<String> UNITS =
      Set.of("characters", "images", "pages", "searches", "seconds", "sessions");
  private static final BigDecimal MOST_UNITS = new BigDecimal("1000000000");
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

  EventReader(Instant now, Duration futureTolerance) {
    this.now = now;
    this.futureTolerance = futureTolerance;
  }

  ReportedEvent read(JsonNode json) throws FieldException {
    if (!json.isObject()) {
      throw FieldException.bad("event", json.toString(), "must be a JSON object");
    }
    Fields fields = new Fields(json);
    String id = fields.requiredText("event_id");
    Instant at = timestamp(fields.requiredText("timestamp"));
    String cost = fields.dollars("cost_usd");
    ReportedUsage usage =
        new ReportedUsage(
            dimensions(fields),
            tokens(fields),
            1L,
            units(fields),
            cost == null ? null : new ReportedCost(cost, ReportedCost.Unit.MAJOR, "USD"));
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
      at = OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw FieldException.bad(
          "timestamp",
          text,
          "must be RFC 3339 with an offset, like 2026-11-21T12:00:00Z or"
              + " 2026-11-21T13:00:00+01:00");
    }
    if (at.isAfter(now.plus(futureTolerance))) {
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
    Dimensions dimensions =
        Dimensions.of(Dimension.PROVIDER, fields.requiredText("provider"))
            .with(Dimension.MODEL, fields.requiredText("model"))
            .with(Dimension.OPERATION, oneOf("event_type", fields, TYPES, USUAL_TYPE));
    for (Map.Entry<String, Dimension> known : DIMENSIONS.entrySet()) {
      dimensions = dimensions.with(known.getValue(), fields.text(known.getKey()));
    }
    return dimensions;
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

  /** Totals with their parts included, as in OpenTelemetry; null when none is told. */
  private static @Nullable ReportedTokens tokens(Fields fields) throws FieldException {
    if (fields.node("usage") != null) {
      throw FieldException.bad(
          "usage",
          "the provider's own accounting",
          "it is not supported yet: send input_tokens, output_tokens and their parts");
    }
    Long input = fields.tokens("input_tokens");
    Long output = fields.tokens("output_tokens");
    Long read = fields.tokens("cache_read_tokens");
    Long written = fields.tokens("cache_write_tokens");
    Long reasoning = fields.tokens("reasoning_tokens");
    requireWithin("cache_read_tokens", read, 0, "input_tokens", input);
    requireWithin("cache_write_tokens", written, read == null ? 0 : read, "input_tokens", input);
    requireWithin("reasoning_tokens", reasoning, 0, "output_tokens", output);
    if (input == null && output == null) {
      return null;
    }
    return new ReportedTokens(
        ReportedTokens.Accounting.INCLUSIVE,
        input == null ? 0L : input,
        null,
        read,
        new ReportedTokens.CacheWrites(written, null, null),
        output,
        reasoning,
        ReportedTokens.Modalities.NONE);
  }

  private static void requireWithin(
      String field, @Nullable Long part, long taken, String wholeField, @Nullable Long whole)
      throws FieldException {
    long left = (whole == null ? 0 : whole) - taken;
    if (part != null && part > left) {
      throw FieldException.bad(
          field,
          part.toString(),
          "must be a part of " + wholeField + ", of which " + left + " are left");
    }
  }

  private static Map<String, String> units(Fields fields) throws FieldException {
    JsonNode units = fields.node("units");
    Map<String, String> quantities = new TreeMap<>();
    if (units == null) {
      return quantities;
    }
    if (!units.isObject()) {
      throw FieldException.bad("units", units.toString(), "must be an object like {\"images\": 1}");
    }
    for (Map.Entry<String, JsonNode> unit : units.properties()) {
      String field = "units." + unit.getKey();
      if (!UNITS.contains(unit.getKey())) {
        throw FieldException.bad(
            "units", unit.getKey(), "must be one of " + String.join(", ", new TreeSet<>(UNITS)));
      }
      BigDecimal quantity = Fields.decimal(unit.getValue());
      if (quantity == null || !Fields.within(quantity, MOST_UNITS) || quantity.scale() > 6) {
        throw FieldException.bad(
            field,
            unit.getValue().toString(),
            "must be a number from 0 to " + MOST_UNITS + " with at most 6 decimals");
      }
      quantities.put(unit.getKey(), quantity.toString());
    }
    return quantities;
  }
}

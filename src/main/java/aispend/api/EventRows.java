// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import aispend.api.EventBodies.EventRow;
import aispend.api.EventBodies.Named;
import aispend.ledger.KeptEvent;
import aispend.model.Dimension;
import aispend.model.Outcome;
import aispend.model.TokenType;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** How a kept event stands in an answer. */
final class EventRows {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private EventRows() {}

  static EventRow row(KeptEvent event) {
    JsonNode extra = extra(event.extra());
    Long fingerprint = event.fingerprint();
    return new EventRow(
        event.id(),
        event.at(),
        event.source(),
        event.dimensions().get(Dimension.PROVIDER),
        event.dimensions().get(Dimension.MODEL),
        event.dimensions().get(Dimension.OPERATION),
        named(event),
        tokens(event.tokens().counts()),
        new TreeMap<>(event.units()),
        event.paid().cost(),
        event.paid().listCost(),
        event.paid().told(),
        unpriced(event),
        status(event.outcome()),
        event.timing().latencyMillis(),
        event.timing().firstTokenMillis(),
        extra.path("fallback_from").asText(null),
        extra.path("trace_id").asText(null),
        fingerprint == null ? null : String.format("%016x", fingerprint),
        metadata(extra));
  }

  /** As senders say it. */
  static String status(Outcome outcome) {
    return outcome == Outcome.SUCCESS ? "ok" : outcome.code();
  }

  static boolean unpriced(KeptEvent event) {
    return event.paid().cost() == null;
  }

  private static Map<String, Named> named(KeptEvent event) {
    Map<String, Named> named = new LinkedHashMap<>();
    event
        .dimensions()
        .values()
        .forEach(
            (dimension, id) ->
                named.put(dimension.code(), new Named(id, event.names().get(dimension))));
    return named;
  }

  private static Map<String, Long> tokens(Map<TokenType, Long> counts) {
    Map<String, Long> byLabel = new TreeMap<>();
    counts.forEach(
        (type, count) -> {
          if (count != 0) {
            byLabel.merge(type.label(), count, Math::addExact);
          }
        });
    return byLabel;
  }

  /** The object of what was kept as it came; empty when that is nothing. */
  private static JsonNode extra(String json) {
    try {
      return json.isEmpty() ? JSON.createObjectNode() : JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what an event keeps is not JSON", e);
    }
  }

  private static Map<String, String> metadata(JsonNode extra) {
    Map<String, String> metadata = new TreeMap<>();
    extra
        .path("metadata")
        .properties()
        .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asText()));
    return metadata;
  }
}

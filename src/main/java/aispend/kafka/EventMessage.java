// SPDX-License-Identifier: Apache-2.0
package aispend.kafka;

import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Outcome;
import aispend.model.ReportedCost;
import aispend.model.ReportedEvent;
import aispend.model.ReportedTokens;
import aispend.model.ReportedUsage;
import aispend.model.Sender;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event as the daemon writes it into the topic, whichever way it was told: checked, made its
 * tenant's, not priced. Its messages have the header {@link #FORM}; those without are
 * applications'.
 */
final class EventMessage {
  /** The header of the daemon's own messages; its value is the version of the JSON. */
  static final String FORM = "aispend-event";

  static final byte[] VERSION = {'1'};

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  /** The JSON object; names here are the format, which older daemons wrote. */
  private record Wire(
      String sender,
      String id,
      String at,
      long content,
      @Nullable Long fingerprint,
      Map<String, String> dimensions,
      @Nullable ReportedTokens tokens,
      @Nullable Long requests,
      Map<String, String> units,
      @Nullable ReportedCost cost,
      String outcome,
      @Nullable Long latency,
      @Nullable Long firstToken,
      String extra) {}

  private EventMessage() {}

  static byte[] write(ReportedEvent event) {
    Map<String, String> dimensions = new LinkedHashMap<>();
    event.usage().dimensions().values().forEach((one, value) -> dimensions.put(one.code(), value));
    ReportedEvent.Identity identity = event.identity();
    Wire wire =
        new Wire(
            event.sender().name(),
            identity.id(),
            identity.at().toString(),
            identity.contentHash(),
            identity.fingerprint(),
            dimensions,
            event.usage().tokens(),
            event.usage().requests(),
            event.usage().units(),
            event.usage().cost(),
            event.outcome().name(),
            event.timing().latencyMillis(),
            event.timing().firstTokenMillis(),
            event.extra());
    try {
      return JSON.writeValueAsBytes(wire);
    } catch (IOException e) {
      throw new IllegalStateException("an event cannot be written", e);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException when it is something else
   */
  static ReportedEvent read(byte[] json) {
    try {
      return event(JSON.readValue(json, Wire.class));
    } catch (IOException | DateTimeException | NullPointerException e) {
      throw new IllegalArgumentException("not an event as a daemon writes it", e);
    }
  }

  private static ReportedEvent event(Wire wire) {
    Map<Dimension, String> dimensions = new EnumMap<>(Dimension.class);
    wire.dimensions().forEach((code, value) -> dimensions.put(dimension(code), value));
    return new ReportedEvent(
        Sender.valueOf(wire.sender()),
        new ReportedEvent.Identity(
            wire.id(), Instant.parse(wire.at()), wire.content(), wire.fingerprint()),
        new ReportedUsage(
            new Dimensions(dimensions), wire.tokens(), wire.requests(), wire.units(), wire.cost()),
        Outcome.valueOf(wire.outcome()),
        new ReportedEvent.Timing(wire.latency(), wire.firstToken()),
        wire.extra());
  }

  /** A newer version may know more of them. */
  private static Dimension dimension(String code) {
    return Dimension.ofCode(code)
        .orElseThrow(() -> new IllegalArgumentException("no dimension " + code));
  }
}

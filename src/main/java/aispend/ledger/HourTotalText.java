// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.ledger.HourTotal.Amounts;
import aispend.ledger.HourTotal.Known;
import aispend.ledger.HourTotal.Place;
import aispend.model.Dimension;
import aispend.model.Dimensions;
import aispend.model.Outcome;
import aispend.model.Savings;
import aispend.model.Sender;
import aispend.model.TokenType;
import aispend.model.Tokens;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Totals of hours as JSON, and as keys. */
final class HourTotalText {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int KEY_BYTES = 16;

  /** The JSON object; names here are the format, which older daemons wrote. */
  private record Wire(
      String sender,
      long hour,
      Map<String, String> dimensions,
      String outcome,
      boolean told,
      String known,
      long events,
      long cost,
      long list,
      Map<String, Long> tokens,
      @Nullable Long requests,
      Map<String, Long> units,
      long cacheSavings,
      long tierSavings,
      String latency,
      String firstToken) {}

  private HourTotalText() {}

  static byte[] key(Place place) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(place.text().getBytes(StandardCharsets.UTF_8));
      return Arrays.copyOf(digest, KEY_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  static String write(HourTotal total) {
    Place place = total.place();
    Amounts amounts = total.amounts();
    Map<String, String> dimensions = new LinkedHashMap<>();
    place.dimensions().values().forEach((one, value) -> dimensions.put(one.code(), value));
    Map<String, Long> tokens = new LinkedHashMap<>();
    amounts.tokens().counts().forEach((type, count) -> tokens.put(type.code(), count));
    Wire wire =
        new Wire(
            place.sender().name(),
            place.hour().getEpochSecond(),
            dimensions,
            place.outcome().name(),
            place.told(),
            place.known().name(),
            amounts.events(),
            amounts.costNanos(),
            amounts.listNanos(),
            tokens,
            amounts.requests(),
            amounts.unitMicros(),
            amounts.savings().cache().nanos(),
            amounts.savings().tier().nanos(),
            amounts.latency(),
            amounts.firstToken());
    try {
      return JSON.writeValueAsString(wire);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a total cannot be written", e);
    }
  }

  static HourTotal read(String text) {
    try {
      return total(JSON.readValue(text, Wire.class));
    } catch (JsonProcessingException | NullPointerException e) {
      throw new IllegalArgumentException("not the total of an hour", e);
    }
  }

  private static HourTotal total(Wire wire) {
    Map<Dimension, String> dimensions = new EnumMap<>(Dimension.class);
    wire.dimensions().forEach((code, value) -> dimensions.put(dimension(code), value));
    Map<TokenType, Long> tokens = new EnumMap<>(TokenType.class);
    for (TokenType type : TokenType.values()) {
      tokens.put(type, wire.tokens().getOrDefault(type.code(), 0L));
    }
    return new HourTotal(
        new Place(
            Sender.valueOf(wire.sender()),
            Instant.ofEpochSecond(wire.hour()),
            new Dimensions(dimensions),
            Outcome.valueOf(wire.outcome()),
            wire.told(),
            Known.valueOf(wire.known())),
        new Amounts(
            wire.events(),
            wire.cost(),
            wire.list(),
            new Tokens(tokens),
            wire.requests(),
            wire.units(),
            Savings.usd(wire.cacheSavings(), wire.tierSavings()),
            wire.latency(),
            wire.firstToken()));
  }

  /** A newer version may know more of them. */
  private static Dimension dimension(String code) {
    return Dimension.ofCode(code)
        .orElseThrow(() -> new IllegalArgumentException("no dimension " + code));
  }
}

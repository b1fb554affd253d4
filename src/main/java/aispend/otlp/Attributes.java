// SPDX-License-Identifier: Apache-2.0
package aispend.otlp;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is said of a span or point, and under it of the process; what is nearer wins. */
final class Attributes {
  /** More than any model takes; the sums of the ledger hold millions of such calls. */
  static final long MOST_TOKENS = 1_000_000_000_000L;

  private final Map<String, AnyValue> values = new TreeMap<>();

  private Attributes() {}

  /** The attributes of a resource, and over them those of one of its spans or points. */
  static Attributes of(List<KeyValue> resource, List<KeyValue> own) {
    Attributes attributes = new Attributes();
    resource.forEach(entry -> attributes.values.put(entry.getKey(), entry.getValue()));
    own.forEach(entry -> attributes.values.put(entry.getKey(), entry.getValue()));
    return attributes;
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /** Whether there is an attribute whose name begins so. */
  boolean hasAny(String prefix) {
    return values.keySet().stream().anyMatch(key -> key.startsWith(prefix));
  }

  /** The first of these that is a text and not empty; numbers and booleans are texts too. */
  @Nullable String text(String... keys) {
    for (String key : keys) {
      String text = plain(values.get(key));
      if (!text.isEmpty()) {
        return text;
      }
    }
    return null;
  }

  /** The first of these that is there as a number of tokens; null when none is. */
  @Nullable Long tokens(String... keys) throws BadFieldException {
    for (String key : keys) {
      AnyValue value = values.get(key);
      if (value != null) {
        return wholeTokens(key, plain(value));
      }
    }
    return null;
  }

  /** A whole number from 0; exporters write it as a number of either kind or as a text. */
  static long wholeTokens(String field, String text) throws BadFieldException {
    BigDecimal number = decimal(text);
    boolean whole = number != null && number.stripTrailingZeros().scale() <= 0;
    if (number == null
        || !whole
        || number.signum() < 0
        || number.compareTo(BigDecimal.valueOf(MOST_TOKENS)) > 0) {
      throw BadFieldException.bad(
          field, text, "must be a whole number of tokens from 0 to " + MOST_TOKENS);
    }
    return number.longValueExact();
  }

  /** A number of seconds; null when there is none that can be right. */
  @Nullable BigDecimal seconds(String key) {
    BigDecimal number = decimal(plain(values.get(key)));
    return number == null || number.signum() < 0 ? null : number;
  }

  private static @Nullable BigDecimal decimal(String text) {
    return text.matches("-?\\d{1,20}(\\.\\d{1,20})?([eE][+-]?\\d{1,2})?")
        ? new BigDecimal(text)
        : null;
  }

  private static String plain(@Nullable AnyValue value) {
    if (value == null) {
      return "";
    }
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
      case INT_VALUE -> Long.toString(value.getIntValue());
      case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
      default -> "";
    };
  }
}

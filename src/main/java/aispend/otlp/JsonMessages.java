// SPDX-License-Identifier: Apache-2.0
package aispend.otlp;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * OTLP's JSON into its messages. It is protobuf's mapping but for ids, which are in hex, and enums,
 * which are numbers; names are lowerCamelCase or as in the schema, 64-bit numbers are texts or
 * numbers, null is absent, and fields that are not known are ignored.
 */
final class JsonMessages {
  /** The schema itself nests less than this; only values of attributes may nest without end. */
  private static final int DEEPEST = 64;

  private static final Set<String> HEX =
      Set.of("trace_id", "span_id", "parent_span_id", "profile_id");

  /** JSON that is no message of the schema. */
  static final class MismatchException extends Exception {
    private static final long serialVersionUID = 1L;

    MismatchException(String message) {
      super(message, null, false, false);
    }
  }

  private JsonMessages() {}

  /** Reads an object into a message. */
  static void merge(JsonNode json, Message.Builder into) throws MismatchException {
    merge(json, into, 0);
  }

  private static void merge(JsonNode json, Message.Builder into, int depth)
      throws MismatchException {
    String name = into.getDescriptorForType().getName();
    if (!json.isObject()) {
      throw new MismatchException("a " + name + " must be a JSON object");
    }
    if (depth > DEEPEST) {
      throw new MismatchException("a " + name + " is nested deeper than " + DEEPEST);
    }
    for (Map.Entry<String, JsonNode> member : json.properties()) {
      FieldDescriptor field = find(into, member.getKey());
      if (field != null && !member.getValue().isNull()) {
        put(member.getValue(), field, into, depth);
      }
    }
  }

  private static @Nullable FieldDescriptor find(Message.Builder builder, String name) {
    FieldDescriptor byName = builder.getDescriptorForType().findFieldByName(name);
    if (byName != null) {
      return byName;
    }
    for (FieldDescriptor field : builder.getDescriptorForType().getFields()) {
      if (field.getJsonName().equals(name)) {
        return field;
      }
    }
    return null;
  }

  private static void put(JsonNode json, FieldDescriptor field, Message.Builder into, int depth)
      throws MismatchException {
    if (!field.isRepeated()) {
      into.setField(field, value(json, field, into, depth));
      return;
    }
    if (!json.isArray()) {
      throw new MismatchException(field.getJsonName() + " must be an array");
    }
    for (JsonNode element : json) {
      into.addRepeatedField(field, value(element, field, into, depth));
    }
  }

  private static Object value(
      JsonNode json, FieldDescriptor field, Message.Builder parent, int depth)
      throws MismatchException {
    try {
      return switch (field.getJavaType()) {
        case MESSAGE -> {
          Message.Builder child = parent.newBuilderForField(field);
          merge(json, child, depth + 1);
          yield child.build();
        }
        case ENUM -> constant(json, field);
        case BYTE_STRING -> bytes(json, field);
        case LONG -> whole(json, field);
        case INT -> Math.toIntExact(unsigned(field, whole(json, field)));
        case DOUBLE -> number(json);
        case FLOAT -> (float) number(json);
        case BOOLEAN -> truth(json);
        case STRING -> text(json);
      };
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new MismatchException(field.getJsonName() + " cannot be " + shown(json));
    }
  }

  private static EnumValueDescriptor constant(JsonNode json, FieldDescriptor field) {
    if (json.isIntegralNumber()) {
      return field.getEnumType().findValueByNumberCreatingIfUnknown(json.intValue());
    }
    EnumValueDescriptor named = field.getEnumType().findValueByName(text(json));
    if (named == null) {
      throw new IllegalArgumentException("no such constant");
    }
    return named;
  }

  private static ByteString bytes(JsonNode json, FieldDescriptor field) {
    return ByteString.copyFrom(
        HEX.contains(field.getName())
            ? HexFormat.of().parseHex(text(json))
            : Base64.getDecoder().decode(text(json)));
  }

  private static long whole(JsonNode json, FieldDescriptor field) {
    BigDecimal number = decimal(json);
    boolean unsigned =
        field.getType() == FieldDescriptor.Type.FIXED64
            || field.getType() == FieldDescriptor.Type.UINT64;
    if (unsigned && number.signum() >= 0) {
      return Long.parseUnsignedLong(number.toBigIntegerExact().toString());
    }
    return number.longValueExact();
  }

  /** Java keeps unsigned numbers of 32 bits in an int. */
  private static long unsigned(FieldDescriptor field, long number) {
    boolean unsigned =
        field.getType() == FieldDescriptor.Type.FIXED32
            || field.getType() == FieldDescriptor.Type.UINT32;
    return unsigned ? (int) number : number;
  }

  private static double number(JsonNode json) {
    return json.isNumber() ? json.doubleValue() : Double.parseDouble(text(json));
  }

  private static BigDecimal decimal(JsonNode json) {
    BigDecimal number = json.isNumber() ? json.decimalValue() : new BigDecimal(text(json));
    if (Math.abs((long) number.scale()) > 400) {
      throw new IllegalArgumentException("too many digits");
    }
    return number;
  }

  private static boolean truth(JsonNode json) {
    if (!json.isBoolean()) {
      throw new IllegalArgumentException("not a boolean");
    }
    return json.booleanValue();
  }

  private static String text(JsonNode json) {
    if (!json.isTextual()) {
      throw new IllegalArgumentException("not a text");
    }
    return json.textValue();
  }

  private static String shown(JsonNode json) {
    String text = json.toString();
    return text.length() > 60 ? text.substring(0, 60) + "..." : text;
  }
}

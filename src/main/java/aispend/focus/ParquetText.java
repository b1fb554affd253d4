// SPDX-License-Identifier: Apache-2.0
package aispend.focus;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/** Values of Parquet as the text that a CSV file of the same would have. */
final class ParquetText {
  /** The day 1970-01-01 in the count of days that old timestamps of 96 bits use. */
  private static final long JULIAN_EPOCH = 2_440_588;

  private ParquetText() {}

  /** A field of a row; empty for null, and for what is neither a single value nor a map. */
  static String of(Group row, int field) {
    if (row.getFieldRepetitionCount(field) != 1) {
      return "";
    }
    Type type = row.getType().getType(field);
    if (type.isPrimitive()) {
      return primitive(row, field, type);
    }
    return type.getLogicalTypeAnnotation() instanceof LogicalTypeAnnotation.MapLogicalTypeAnnotation
        ? map(row.getGroup(field, 0))
        : "";
  }

  /** A map as a JSON object of texts. */
  private static String map(Group map) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < map.getFieldRepetitionCount(0); i++) {
      Group pair = map.getGroup(0, i);
      if (pair.getType().getFieldCount() == 2 && pair.getType().getType(1).isPrimitive()) {
        json.put(of(pair, 0), of(pair, 1));
      }
    }
    return json.isEmpty() ? "" : json.toString();
  }

  private static String primitive(Group row, int field, Type type) {
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    PrimitiveTypeName stored = type.asPrimitiveType().getPrimitiveTypeName();
    return switch (stored) {
      case INT32 -> number(row.getInteger(field, 0), meaning);
      case INT64 -> number(row.getLong(field, 0), meaning);
      case INT96 -> oldTime(row.getInt96(field, 0));
      case BINARY, FIXED_LEN_BYTE_ARRAY -> bytes(row.getBinary(field, 0), meaning);
      case FLOAT, DOUBLE, BOOLEAN -> row.getValueToString(field, 0);
    };
  }

  private static String number(long value, LogicalTypeAnnotation meaning) {
    if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
      return BigDecimal.valueOf(value, decimal.getScale()).toPlainString();
    }
    if (meaning instanceof DateLogicalTypeAnnotation) {
      return LocalDate.ofEpochDay(value).toString();
    }
    if (meaning instanceof TimestampLogicalTypeAnnotation time) {
      ChronoUnit unit =
          switch (time.getUnit()) {
            case MILLIS -> ChronoUnit.MILLIS;
            case MICROS -> ChronoUnit.MICROS;
            case NANOS -> ChronoUnit.NANOS;
          };
      return Instant.EPOCH.plus(value, unit).toString();
    }
    return Long.toString(value);
  }

  private static String bytes(Binary value, LogicalTypeAnnotation meaning) {
    return meaning instanceof DecimalLogicalTypeAnnotation decimal
        ? new BigDecimal(new BigInteger(value.getBytes()), decimal.getScale()).toPlainString()
        : value.toStringUsingUTF8();
  }

  /** Nanoseconds of the day, then the day, both with the lowest byte first. */
  private static String oldTime(Binary value) {
    ByteBuffer bytes = ByteBuffer.wrap(value.getBytes()).order(ByteOrder.LITTLE_ENDIAN);
    long nanos = bytes.getLong();
    long day = bytes.getInt() - JULIAN_EPOCH;
    return Instant.EPOCH.plus(day, ChronoUnit.DAYS).plusNanos(nanos).toString();
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import aispend.http.Json;
import aispend.model.ReportedCost;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one row; missing and null are the same. What has the wrong shape must neither
 * pass for nothing nor cost the other rows: it goes on as a unit of the field's name whose quantity
 * is no number, which {@code normalise} rejects, names and counts.
 */
final class ReportRow {
  private static final int MAX_UNREADABLE = 40;

  private final JsonNode row;
  private final Map<String, String> units;

  ReportRow(JsonNode row) {
    this(row, new TreeMap<>());
    if (!row.isObject()) {
      units.put("row", unreadable(row));
    }
  }

  private ReportRow(JsonNode row, Map<String, String> units) {
    this.row = row;
    this.units = units;
  }

  /** Quantities by unit, what could not be read among them; complete once all else is read. */
  Map<String, String> units() {
    return units;
  }

  void quantity(String unit, long quantity) {
    units.put(unit, Long.toString(quantity));
  }

  /** A text; a number is taken as written. */
  @Nullable String text(String field) {
    JsonNode value = row.path(field);
    if (value.isContainerNode()) {
      units.put(field, unreadable(value));
    }
    return Json.text(row, field);
  }

  /** A whole number. */
  @Nullable Long count(String field) {
    return count(row.path(field), field);
  }

  /** A whole number inside an object of the row. */
  @Nullable Long count(String object, String field) {
    return count(row.path(object).path(field), object + "." + field);
  }

  /** The sum of those counts inside an object whose names match; null when there are none. */
  @Nullable Long sum(String object, String names) {
    BigInteger sum = null;
    for (Map.Entry<String, JsonNode> entry : row.path(object).properties()) {
      Long count = entry.getKey().matches(names) ? count(object, entry.getKey()) : null;
      if (count != null) {
        BigInteger more = BigInteger.valueOf(count);
        sum = sum == null ? more : sum.add(more);
      }
    }
    if (sum != null && sum.bitLength() >= Long.SIZE) {
      units.put(object, unreadable(sum.toString()));
      return null;
    }
    return sum == null ? null : sum.longValue();
  }

  /** An amount that must be there. Without one it is an empty text, which is no number either. */
  ReportedCost cost(String field, ReportedCost.Unit unit, @Nullable String currency) {
    JsonNode value = row.path(field);
    String amount = Json.decimalText(value);
    if (amount == null) {
      amount = absent(value) ? "" : unreadable(value);
    }
    return new ReportedCost(amount, unit, currency == null ? "USD" : currency);
  }

  /** An amount that may be missing: then the cost is not known. */
  @Nullable ReportedCost costIfTold(String field, ReportedCost.Unit unit) {
    return absent(row.path(field)) ? null : cost(field, unit, null);
  }

  /** A part of the row, whose unreadable fields are the row's. */
  ReportRow at(String object) {
    return new ReportRow(row.path(object), units);
  }

  private @Nullable Long count(JsonNode value, String name) {
    Long count = Json.wholeNumber(value);
    if (count == null && !absent(value)) {
      units.put(name, unreadable(value));
    }
    return count;
  }

  private static boolean absent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  private static String unreadable(JsonNode value) {
    return unreadable(value.isContainerNode() ? value.getNodeType().toString() : value.asText());
  }

  private static String unreadable(String text) {
    return "unreadable: "
        + (text.length() > MAX_UNREADABLE ? text.substring(0, MAX_UNREADABLE) + "..." : text);
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.pricing;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * One JSON object of a price file. What cannot be used is told to {@code problems} with the entry's
 * place, and reading goes on, so that all problems are found at once.
 */
final class JsonEntry {
  private static final Pattern DECIMAL = Pattern.compile("\\d{1,9}(\\.\\d{1,20})?");
  static final int MAX_NAME = 200;

  private final String place;
  private final JsonNode node;
  private final Consumer<String> problems;

  private JsonEntry(String place, JsonNode node, Consumer<String> problems) {
    this.place = place;
    this.node = node;
    this.problems = problems;
  }

  /** The node as an entry; telling when it is no object, and then an empty one. */
  static JsonEntry of(String place, JsonNode node, Consumer<String> problems) {
    JsonEntry entry = new JsonEntry(place, node, problems);
    if (!node.isObject()) {
      entry.problem("is " + quote(node) + "; must be an object");
    }
    return entry;
  }

  /** The same entry, told by a better name in messages. */
  JsonEntry at(String betterPlace) {
    return new JsonEntry(betterPlace, node, problems);
  }

  boolean has(String key) {
    return node.has(key);
  }

  void allow(List<String> keys) {
    TreeSet<String> unknown = new TreeSet<>();
    node.fieldNames().forEachRemaining(unknown::add);
    keys.forEach(unknown::remove);
    for (String key : unknown) {
      problem("has the unknown key '" + key + "'; known are " + String.join(", ", keys));
    }
  }

  /** A name, or a placeholder after telling that there is none. */
  String name(String key) {
    return checkedName(key, node.path(key)).orElse("?");
  }

  List<String> names(String key) {
    List<String> names = new ArrayList<>();
    list(key).forEach(item -> checkedName(key, item).ifPresent(names::add));
    return names;
  }

  Map<String, String> namesByName(String key) {
    Map<String, String> names = new LinkedHashMap<>();
    children(key)
        .forEach(
            (name, value) ->
                checkedName(key + "." + name, value).ifPresent(v -> names.put(name, v)));
    return names;
  }

  LocalDate date(String key, LocalDate absent) {
    if (!node.has(key)) {
      return absent;
    }
    try {
      return LocalDate.parse(node.path(key).asText());
    } catch (DateTimeException e) {
      problem(key + " is " + quote(node.path(key)) + "; must be a date like 2026-11-21");
      return absent;
    }
  }

  /** A decimal within {@code [0, max]}, as a JSON number or a text. */
  BigDecimal decimal(String key, BigDecimal absent, BigDecimal max) {
    return node.has(key) ? checkedDecimal(key, node.path(key), max) : absent;
  }

  Map<String, BigDecimal> decimals(String key, BigDecimal max) {
    Map<String, BigDecimal> decimals = new LinkedHashMap<>();
    children(key)
        .forEach((name, value) -> decimals.put(name, checkedDecimal(key + "." + name, value, max)));
    return decimals;
  }

  List<JsonEntry> entries(String key) {
    List<JsonEntry> entries = new ArrayList<>();
    for (JsonNode item : list(key)) {
      entries.add(of(place + " " + key + "[" + entries.size() + "]", item, problems));
    }
    return entries;
  }

  Map<String, JsonEntry> entriesByName(String key) {
    Map<String, JsonEntry> entries = new LinkedHashMap<>();
    children(key)
        .forEach(
            (name, value) ->
                entries.put(name, of(place + " " + key + "." + name, value, problems)));
    return entries;
  }

  void problem(String text) {
    problems.accept(place + ": " + text);
  }

  private Iterable<JsonNode> list(String key) {
    JsonNode list = node.path(key);
    if (node.has(key) && !list.isArray()) {
      problem(key + " is " + quote(list) + "; must be a list");
    }
    return list.isArray() ? list : List.of();
  }

  private Map<String, JsonNode> children(String key) {
    JsonNode child = node.path(key);
    if (node.has(key) && !child.isObject()) {
      problem(key + " is " + quote(child) + "; must be an object");
    }
    Map<String, JsonNode> children = new LinkedHashMap<>();
    child.properties().forEach(property -> children.put(property.getKey(), property.getValue()));
    return children;
  }

  private Optional<String> checkedName(String what, JsonNode value) {
    if (!value.isTextual() || value.asText().isBlank() || value.asText().length() > MAX_NAME) {
      problem(
          what + " is " + quote(value) + "; must be a text of 1 to " + MAX_NAME + " characters");
      return Optional.empty();
    }
    return Optional.of(value.asText());
  }

  private BigDecimal checkedDecimal(String what, JsonNode value, BigDecimal max) {
    String text = text(value);
    if (DECIMAL.matcher(text).matches()) {
      BigDecimal decimal = new BigDecimal(text);
      if (decimal.compareTo(max) <= 0) {
        return decimal;
      }
    }
    problem(
        what
            + " is "
            + quote(value)
            + "; must be a decimal number from 0 to "
            + max.toPlainString()
            + ", like \"1.25\"");
    return BigDecimal.ZERO;
  }

  /** A number's plain digits; an exponent that would write out thousands of them stays one. */
  private static String text(JsonNode value) {
    if (!value.isNumber()) {
      return value.isTextual() ? value.asText() : "";
    }
    BigDecimal number = value.decimalValue();
    return Math.abs((long) number.scale()) > 30 ? number.toString() : number.toPlainString();
  }

  private static String quote(JsonNode value) {
    String text = value.isMissingNode() ? "missing" : value.toString();
    return text.length() > 60 ? text.substring(0, 60) + "..." : text;
  }
}

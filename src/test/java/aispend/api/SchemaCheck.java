// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compares JSON with the part of JSON Schema that our document uses; fails on any other part. */
final class SchemaCheck {
  private static final Set<String> KNOWN =
      Set.of(
          "type", "required", "properties", "additionalProperties", "items", "pattern", "format");

  private final JsonNode document;

  SchemaCheck(JsonNode document) {
    this.document = document;
  }

  List<String> problems(String where, JsonNode schema, JsonNode value) {
    if (schema.has("$ref")) {
      JsonNode target = document.at(schema.get("$ref").asText().substring(1));
      return target.isMissingNode()
          ? List.of(where + " refers to nothing: " + schema)
          : problems(where, target, value);
    }
    schema
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!KNOWN.contains(name)) {
                throw new AssertionError("this check does not know " + name);
              }
            });
    Set<String> types = new HashSet<>();
    JsonNode type = schema.get("type");
    if (type.isArray()) {
      type.forEach(one -> types.add(one.asText()));
    } else {
      types.add(type.asText());
    }
    if (value.isNull()) {
      return types.contains("null") ? List.of() : List.of(where + " is null");
    }
    types.remove("null");
    return ofType(where, types.iterator().next(), schema, value);
  }

  private List<String> ofType(String where, String type, JsonNode schema, JsonNode value) {
    boolean fits =
        switch (type) {
          case "string" -> value.isTextual();
          case "integer" -> value.isIntegralNumber();
          case "number" -> value.isNumber();
          case "boolean" -> value.isBoolean();
          case "array" -> value.isArray();
          case "object" -> value.isObject();
          default -> throw new AssertionError(type);
        };
    if (!fits) {
      return List.of(where + " is " + value + ", not a " + type);
    }
    return switch (type) {
      case "string" -> text(where, schema, value.asText());
      case "array" -> items(where, schema, value);
      case "object" -> members(where, schema, value);
      default -> List.of();
    };
  }

  private static List<String> text(String where, JsonNode schema, String value) {
    if (schema.has("pattern") && !value.matches(schema.get("pattern").asText())) {
      return List.of(where + " does not match: " + value);
    }
    switch (schema.path("format").asText()) {
      case "date-time" -> Instant.parse(value);
      case "date" -> LocalDate.parse(value);
      default -> {}
    }
    return List.of();
  }

  private List<String> items(String where, JsonNode schema, JsonNode value) {
    List<String> problems = new ArrayList<>();
    if (value.isEmpty()) {
      problems.add(where + " is empty and shows nothing");
    }
    for (int i = 0; i < value.size(); i++) {
      problems.addAll(problems(where + "[" + i + "]", schema.get("items"), value.get(i)));
    }
    return problems;
  }

  private List<String> members(String where, JsonNode schema, JsonNode value) {
    List<String> problems = new ArrayList<>();
    JsonNode properties = schema.path("properties");
    schema
        .path("required")
        .forEach(
            name -> {
              if (!value.has(name.asText())) {
                problems.add(where + " lacks " + name.asText());
              }
            });
    value
        .properties()
        .forEach(
            member -> {
              String name = where + "." + member.getKey();
              JsonNode other = schema.path("additionalProperties");
              if (properties.has(member.getKey())) {
                problems.addAll(problems(name, properties.get(member.getKey()), member.getValue()));
              } else if (other.isObject()) {
                problems.addAll(problems(name, other, member.getValue()));
              } else {
                problems.add(name + " is not described");
              }
            });
    return problems;
  }
}

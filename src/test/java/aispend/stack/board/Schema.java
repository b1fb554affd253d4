// SPDX-License-Identifier: Apache-2.0
package aispend.stack.board;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares JSON with the part of JSON Schema that our schema of boards uses; fails on any other
 * part. An object has no other fields than its properties, unless additionalProperties says so.
 */
final class Schema {
  private static final Set<String> KNOWN =
      Set.of(
          "$ref",
          "type",
          "enum",
          "const",
          "pattern",
          "minimum",
          "items",
          "required",
          "properties",
          "additionalProperties",
          "oneTypeOf");

  private final JsonNode document;

  Schema(JsonNode document) {
    this.document = document;
  }

  List<String> problems(JsonNode value) {
    return problems("", document.path("root"), value);
  }

  private List<String> problems(String where, JsonNode schema, JsonNode value) {
    schema
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!KNOWN.contains(name)) {
                throw new AssertionError("this check does not know " + name);
              }
            });
    if (schema.has("$ref")) {
      return problems(where, document.at(schema.get("$ref").asText()), value);
    }
    if (schema.has("oneTypeOf")) {
      return ofType(where, schema.get("oneTypeOf").asText(), value);
    }
    List<String> problems = new ArrayList<>();
    if (schema.has("type") && !fits(schema.get("type"), value)) {
      return List.of(where + " is " + value + ", not " + schema.get("type"));
    }
    if (schema.has("const") && !schema.get("const").equals(value)) {
      problems.add(where + " is " + value + ", not " + schema.get("const"));
    }
    if (schema.has("enum") && schema.get("enum").valueStream().noneMatch(value::equals)) {
      problems.add(where + " is " + value + ", none of " + schema.get("enum"));
    }
    if (schema.has("pattern") && !value.asText().matches(schema.get("pattern").asText())) {
      problems.add(where + " is " + value + ", not like " + schema.get("pattern"));
    }
    if (schema.has("minimum") && value.asDouble() < schema.get("minimum").asDouble()) {
      problems.add(where + " is " + value + ", below " + schema.get("minimum"));
    }
    for (int i = 0; i < value.size() && value.isArray(); i++) {
      problems.addAll(problems(where + "/" + i, schema.path("items"), value.get(i)));
    }
    problems.addAll(members(where, schema, value));
    return problems;
  }

  /** The schema of a panel, or of an override, is chosen by what it says it is. */
  private List<String> ofType(String where, String kinds, JsonNode value) {
    String name = value.path("type").asText(value.path("id").asText());
    JsonNode schema = document.path(kinds).path(name);
    return schema.isMissingNode()
        ? List.of(where + " is of no known kind: " + name)
        : problems(where + " (" + name + ")", schema, value);
  }

  private List<String> members(String where, JsonNode schema, JsonNode value) {
    List<String> problems = new ArrayList<>();
    schema
        .path("required")
        .forEach(
            name -> {
              if (!value.has(name.asText())) {
                problems.add(where + " lacks " + name.asText());
              }
            });
    JsonNode other = schema.path("additionalProperties");
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      String name = where + "/" + member.getKey();
      JsonNode property = schema.path("properties").path(member.getKey());
      if (!property.isMissingNode()) {
        problems.addAll(problems(name, property, member.getValue()));
      } else if (other.isObject()) {
        problems.addAll(problems(name, other, member.getValue()));
      } else if (!other.asBoolean(false)) {
        problems.add(name + " is no field of this");
      }
    }
    return problems;
  }

  private static boolean fits(JsonNode types, JsonNode value) {
    return types.isArray()
        ? types.valueStream().anyMatch(type -> fits(type, value))
        : switch (types.asText()) {
          case "string" -> value.isTextual();
          case "integer" -> value.isIntegralNumber();
          case "number" -> value.isNumber();
          case "boolean" -> value.isBoolean();
          case "array" -> value.isArray();
          case "object" -> value.isObject();
          case "null" -> value.isNull();
          default -> throw new AssertionError(types);
        };
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import aispend.model.Money;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** JSON schemas of records, as {@link ApiJson} writes them. */
final class Schemas {
  private static final String MONEY_PATTERN = "^-?[0-9]+(\\.[0-9]{1,9})?$";
  private static final SnakeCaseStrategy SNAKE_CASE = new SnakeCaseStrategy();

  private final Map<String, Object> components = new TreeMap<>();

  /** The schemas that others refer to. */
  Map<String, Object> components() {
    return components;
  }

  /** An answer with the members of its body beside its own. */
  Map<String, Object> answer(Class<? extends Record> body) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (RecordComponent component : Answer.class.getRecordComponents()) {
      if (!unwrapped(component)) {
        properties.put(nameOf(component), schemaOf(component));
      }
    }
    addProperties(body, properties);
    return object(properties);
  }

  private void addProperties(Class<?> type, Map<String, Object> properties) {
    for (RecordComponent component : type.getRecordComponents()) {
      if (unwrapped(component)) {
        addProperties(component.getType(), properties);
      } else {
        properties.put(nameOf(component), schemaOf(component));
      }
    }
  }

  private Map<String, Object> schemaOf(RecordComponent component) {
    Map<String, Object> schema = schemaOf(component.getGenericType());
    if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
      return schema;
    }
    if (schema.containsKey("$ref")) {
      return Map.of("anyOf", List.of(schema, Map.of("type", "null")));
    }
    Map<String, Object> nullable = new LinkedHashMap<>(schema);
    nullable.put("type", List.of(String.valueOf(schema.get("type")), "null"));
    return nullable;
  }

  private Map<String, Object> schemaOf(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      return generic.getRawType() == List.class
          ? Map.of("type", "array", "items", schemaOf(arguments[0]))
          : Map.of("type", "object", "additionalProperties", schemaOf(arguments[1]));
    }
    if (type instanceof Class<?> raw && raw.isRecord() && raw != Money.class) {
      return reference(raw);
    }
    return scalar(type);
  }

  private Map<String, Object> reference(Class<?> type) {
    String name = type.getSimpleName();
    if (!components.containsKey(name)) {
      Map<String, Object> properties = new LinkedHashMap<>();
      addProperties(type, properties);
      components.put(name, object(properties));
    }
    return Map.of("$ref", "#/components/schemas/" + name);
  }

  private static Map<String, Object> scalar(Type type) {
    if (type == Money.class) {
      return Map.of("type", "string", "pattern", MONEY_PATTERN);
    }
    if (type == Instant.class) {
      return Map.of("type", "string", "format", "date-time");
    }
    if (type == LocalDate.class) {
      return Map.of("type", "string", "format", "date");
    }
    if (type == BigDecimal.class) {
      return Map.of("type", "number");
    }
    if (type == boolean.class || type == Boolean.class) {
      return Map.of("type", "boolean");
    }
    if (type == int.class || type == long.class || type == Long.class) {
      return Map.of("type", "integer");
    }
    if (type == String.class) {
      return Map.of("type", "string");
    }
    throw new AssertionError(type);
  }

  private static Map<String, Object> object(Map<String, Object> properties) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("required", new ArrayList<>(properties.keySet()));
    schema.put("properties", properties);
    schema.put("additionalProperties", false);
    return schema;
  }

  private static boolean unwrapped(RecordComponent component) {
    return component.getAccessor().isAnnotationPresent(JsonUnwrapped.class);
  }

  private static String nameOf(RecordComponent component) {
    JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
    return named == null ? SNAKE_CASE.translate(component.getName()) : named.value();
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import aispend.model.Dimension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The OpenAPI 3.1 document, made from the endpoints and their records so that it cannot differ. */
final class OpenApi {
  private final List<Endpoint> endpoints;
  private final List<FileEndpoint> files;
  private final String version;
  private final Schemas schemas = new Schemas();

  OpenApi(List<Endpoint> endpoints, List<FileEndpoint> files, String version) {
    this.endpoints = List.copyOf(endpoints);
    this.files = List.copyOf(files);
    this.version = version;
  }

  Map<String, Object> document() {
    Map<String, Object> paths = new LinkedHashMap<>();
    for (Endpoint endpoint : endpoints) {
      Map<String, Object> methods = new LinkedHashMap<>();
      methods.put("get", operation(endpoint));
      if (endpoint.path().equals(EventsDocument.PATH)) {
        methods.put("post", EventsDocument.operation());
      }
      paths.put(endpoint.path(), methods);
    }
    paths.put(CloseDocument.PATH, Map.of("post", CloseDocument.operation()));
    files.forEach(file -> paths.put(file.path(), Map.of("get", operation(file))));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.1.0");
    document.put(
        "info",
        Map.of(
            "title",
            "aispend",
            "version",
            version,
            "description",
            "What is spent on AI. Money is a decimal string in US dollars, exact to the nano;"
                + " times are RFC 3339 in UTC; the value \"\" is what is not attributed."));
    document.put("paths", paths);
    document.put("components", Map.of("schemas", components()));
    return document;
  }

  private Map<String, Object> components() {
    Map<String, Object> components = new LinkedHashMap<>(schemas.components());
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("status", Map.of("type", "integer"));
    for (String name : List.of("error", "message", "parameter", "allowed")) {
      error.put(name, Map.of("type", "string"));
    }
    components.put(
        "Error",
        Map.of(
            "type",
            "object",
            "required",
            List.of("status", "error", "message"),
            "properties",
            error));
    return components;
  }

  private Map<String, Object> operation(Endpoint endpoint) {
    List<Map<String, Object>> parameters = new ArrayList<>();
    if (endpoint.hasDimension()) {
      Map<String, Object> schema =
          Map.of(
              "type",
              "string",
              "enum",
              Arrays.stream(Dimension.values()).map(Dimension::code).toList());
      parameters.add(parameter("dimension", "path", "What to split by.", schema));
    }
    parameters.addAll(parameters(endpoint.parameters()));
    Map<String, Object> answer = content("The answer.", schemas.answer(endpoint.body()));
    return operation(endpoint.path(), endpoint.summary(), parameters, answer);
  }

  private static Map<String, Object> operation(FileEndpoint file) {
    Map<String, Object> content = new LinkedHashMap<>();
    file.mediaTypes()
        .forEach(type -> content.put(type, Map.of("schema", Map.of("type", "string"))));
    Map<String, Object> answer = Map.of("description", "The file.", "content", content);
    return operation(file.path(), file.summary(), parameters(file.parameters()), answer);
  }

  private static Map<String, Object> operation(
      String path,
      String summary,
      List<Map<String, Object>> parameters,
      Map<String, Object> answer) {
    Map<String, Object> responses = new LinkedHashMap<>();
    responses.put("200", answer);
    responses.put("400", error("A parameter that cannot be used, and what is allowed."));
    responses.put("401", error("A token is needed."));
    responses.put("403", error("The token's role may not read."));
    responses.put("503", error("The ledger cannot be read now, or the daemon stops."));
    Map<String, Object> operation = new LinkedHashMap<>();
    operation.put("summary", summary);
    operation.put("operationId", operationId(path));
    operation.put("parameters", parameters);
    operation.put("responses", responses);
    return operation;
  }

  static Map<String, Object> error(String description) {
    return content(description, Map.of("$ref", "#/components/schemas/Error"));
  }

  static Map<String, Object> content(String description, Map<String, Object> schema) {
    return Map.of(
        "description",
        description,
        "content",
        Map.of("application/json", Map.of("schema", schema)));
  }

  private static String operationId(String path) {
    return path.replace("/api/", "").replaceAll("[^a-z]+", "_").replaceAll("_$", "");
  }

  private static List<Map<String, Object>> parameters(Parameters of) {
    List<Map<String, Object>> parameters = new ArrayList<>();
    for (IntegerParameter number : of.numbers()) {
      Map<String, Object> schema =
          Map.of(
              "type", "integer",
              "minimum", number.least(),
              "maximum", number.most(),
              "default", number.usual());
      parameters.add(parameter(number.name(), "query", number.description(), schema));
    }
    for (TextParameter text : of.texts()) {
      parameters.add(parameter(text.name(), "query", text.description(), text.schema()));
    }
    parameters.addAll(filters(of));
    return parameters;
  }

  private static List<Map<String, Object>> filters(Parameters of) {
    List<Map<String, Object>> filters = new ArrayList<>();
    Map<String, Object> text = Map.of("type", "string", "maxLength", 200);
    if (of.bySource()) {
      filters.add(parameter("source", "query", "What one source reported by itself.", text));
    }
    for (Dimension dimension : of.filters()) {
      filters.add(
          parameter(
              dimension.code(),
              "query",
              "Only this " + dimension.code() + "; * stands for any text, empty for none.",
              text));
    }
    return filters;
  }

  private static Map<String, Object> parameter(
      String name, String in, String description, Map<String, Object> schema) {
    Map<String, Object> parameter = new LinkedHashMap<>();
    parameter.put("name", name);
    parameter.put("in", in);
    parameter.put("required", in.equals("path"));
    parameter.put("description", description);
    parameter.put("schema", schema);
    return parameter;
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request as the protocols see it.
 *
 * @param method in capitals
 * @param path without the query
 * @param query decoded values by name, in order of appearance
 * @param headers first value by name in lower case
 * @param body as sent; empty when nothing was
 */
record Request(
    String method,
    String path,
    Map<String, List<String>> query,
    Map<String, String> headers,
    String body) {
  Request {
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
  }

  /** The same, as asked of a vendor whose base URL has this path. */
  Request below(String base) {
    return new Request(method, path.substring(base.length()), query, headers, body);
  }

  /** Method and path, as in {@code GET /v1/usage}. */
  String route() {
    return method + " " + path;
  }

  /** A parameter that must be there. */
  String required(String name) throws Refusal {
    String value = value(name);
    if (value == null) {
      throw Refusal.badRequest("Parameter '" + name + "' is missing.", name);
    }
    return value;
  }

  /** The body as JSON; an object without fields when there is none. */
  JsonNode json() throws Refusal {
    try {
      return body.isEmpty() ? Json.object() : Json.MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      throw Refusal.badRequest("The body is no JSON: " + e.getOriginalMessage(), null);
    }
  }

  @Nullable String header(String name) {
    return headers.get(name);
  }

  /** The one value of a parameter; null when it is absent. */
  @Nullable String value(String name) throws Refusal {
    List<String> values = query.getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw Refusal.badRequest("Parameter '" + name + "' is given more than once.", name);
    }
    return values.isEmpty() ? null : values.get(0);
  }

  /** The values of an array parameter, written {@code name[]=a&name[]=b} or {@code name=a}. */
  List<String> values(String name) {
    List<String> values = new ArrayList<>(query.getOrDefault(name + "[]", List.of()));
    values.addAll(query.getOrDefault(name, List.of()));
    return values;
  }

  int integer(String name, int otherwise, int lowest, int highest) throws Refusal {
    String text = value(name);
    if (text == null) {
      return otherwise;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= lowest && value <= highest) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw Refusal.badRequest("Invalid '" + name + "': '" + text + "' is no integer.", name);
    }
    throw Refusal.badRequest(
        "Invalid '" + name + "': must be between " + lowest + " and " + highest + ".", name);
  }

  /** The values to group by; each must be known. */
  List<String> groupBy(List<String> known) throws Refusal {
    Set<String> wanted = new LinkedHashSet<>(values("group_by"));
    for (String field : wanted) {
      if (!known.contains(field)) {
        throw Refusal.badRequest(
            "Invalid value: '" + field + "'. Supported values are: " + known + ".", "group_by");
      }
    }
    return List.copyOf(wanted);
  }

  /** Refuses parameters the endpoint does not have, which are spelling mistakes of the caller. */
  void allowOnly(Set<String> known) throws Refusal {
    for (String name : query.keySet()) {
      String bare = name.endsWith("[]") ? name.substring(0, name.length() - 2) : name;
      if (!known.contains(bare)) {
        throw Refusal.badRequest("Unknown parameter: '" + name + "'.", name);
      }
    }
  }

  /** Equal for requests that differ in nothing but the page. */
  int signature() {
    Map<String, List<String>> rest = new TreeMap<>(query);
    rest.remove("page");
    return (path + rest).hashCode();
  }
}

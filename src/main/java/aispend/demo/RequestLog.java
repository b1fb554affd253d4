// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** How often each path was asked for and with which result. Thread-safe. */
final class RequestLog {
  private record Line(String path, int status, String fault) {}

  private final Map<Line, Long> counts = new LinkedHashMap<>();
  private long requests;

  /** The next request's id; unique in this server's life. */
  synchronized String nextId() {
    requests++;
    return "req_demo" + requests;
  }

  /**
   * Counts one request.
   *
   * @param status what was answered; 0 when nothing was
   * @param fault what was done to it; empty for nothing
   */
  synchronized void count(String path, int status, String fault) {
    counts.merge(new Line(path, status, fault), 1L, Long::sum);
  }

  synchronized void clear() {
    counts.clear();
  }

  synchronized ObjectNode json() {
    ObjectNode json = Json.object();
    Map<String, Long> byPath = new TreeMap<>();
    ArrayNode lines = json.putArray("requests");
    counts.forEach(
        (line, count) -> {
          byPath.merge(line.path, count, Long::sum);
          ObjectNode row = lines.addObject().put("path", line.path).put("status", line.status);
          row.put("fault", line.fault.isEmpty() ? null : line.fault).put("count", count);
        });
    ObjectNode paths = json.putObject("by_path");
    byPath.forEach(paths::put);
    return json.put("total", byPath.values().stream().mapToLong(Long::longValue).sum());
  }
}

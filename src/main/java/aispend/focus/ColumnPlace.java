// SPDX-License-Identifier: Apache-2.0
package aispend.focus;

import aispend.http.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;

/**
 * Where a text stands in a row: in a column, or under a key in a column of JSON ({@code
 * Tags.team}). Columns are found whatever their case, and with or without {@code _}, since
 * databases through which exports went write {@code billed_cost}.
 *
 * @param column its name in FOCUS
 * @param key the key within its JSON; empty for the column as it is
 */
record ColumnPlace(String column, String key) {
  static ColumnPlace of(String text) {
    int dot = text.indexOf('.');
    return dot < 0
        ? new ColumnPlace(text, "")
        : new ColumnPlace(text.substring(0, dot), text.substring(dot + 1));
  }

  /** The column's index; -1 when a file has no such column. */
  static int index(List<String> columns, String name) {
    String wanted = plain(name);
    for (int i = 0; i < columns.size(); i++) {
      if (plain(columns.get(i)).equals(wanted)) {
        return i;
      }
    }
    return -1;
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace("_", "");
  }

  /** The text in a cell of the column; empty when there is none. */
  String in(String cell) {
    return key.isEmpty() || cell.isEmpty() ? cell.strip() : tag(cell);
  }

  /**
   * A tag's value. Exports write {@code {"team":"search"}}, some of Azure's without the braces, and
   * BigQuery {@code [{"key":"team","value":"search"}]}. What is none of these has no tags.
   */
  private String tag(String cell) {
    String text = cell.strip();
    try {
      JsonNode tags = Json.read(text.startsWith("\"") ? "{" + text + "}" : text);
      for (JsonNode pair : tags.isArray() ? tags : List.<JsonNode>of()) {
        if (pair.path("key").asText().equals(key)) {
          return pair.path("value").asText();
        }
      }
      return tags.path(key).asText();
    } catch (JsonProcessingException noTags) {
      return "";
    }
  }
}

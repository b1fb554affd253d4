// SPDX-License-Identifier: Apache-2.0
package aispend.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A CSV file as another program reads it: RFC 4180, with a heading. */
public final class CsvFile {
  private final List<String> heading;
  private final List<List<String>> lines = new ArrayList<>();

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException when it is none
   */
  public CsvFile(String text) {
    List<String> line = new ArrayList<>();
    int place = 0;
    while (place < text.length()) {
      StringBuilder cell = new StringBuilder();
      place = cell(text, place, cell);
      line.add(cell.toString());
      if (text.startsWith("\r\n", place)) {
        lines.add(line);
        line = new ArrayList<>();
        place += 2;
      } else if (text.startsWith(",", place)) {
        place++;
      } else {
        throw new IllegalArgumentException("no comma and no end of line at " + place);
      }
    }
    heading = lines.remove(0);
    lines.forEach(this::check);
  }

  public List<String> heading() {
    return heading;
  }

  /** Each row by its columns. */
  public List<Map<String, String>> rows() {
    List<Map<String, String>> rows = new ArrayList<>();
    for (List<String> line : lines) {
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < line.size(); i++) {
        row.put(heading.get(i), line.get(i));
      }
      rows.add(row);
    }
    return rows;
  }

  private void check(List<String> line) {
    if (line.size() != heading.size()) {
      throw new IllegalArgumentException("not as many cells as columns: " + line);
    }
  }

  /** Reads a cell and returns the place after it. */
  private static int cell(String text, int from, StringBuilder cell) {
    if (!text.startsWith("\"", from)) {
      int place = from;
      while (place < text.length() && ",\r\n\"".indexOf(text.charAt(place)) < 0) {
        cell.append(text.charAt(place++));
      }
      return place;
    }
    int place = from + 1;
    while (text.charAt(place) != '"' || text.startsWith("\"\"", place)) {
      cell.append(text.charAt(place));
      place += text.charAt(place) == '"' ? 2 : 1;
    }
    return place + 1;
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.export;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows as one JSON object a line. */
final class JsonLines implements Lines {
  private final List<Column> columns;

  JsonLines(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  @Override
  public String heading() {
    return "";
  }

  @Override
  public String line(ExportRow row) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    for (Column column : columns) {
      members.put(column.name(), column.value().of(row));
    }
    return JsonText.object(members) + "\n";
  }
}

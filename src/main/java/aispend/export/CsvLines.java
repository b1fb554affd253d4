// SPDX-License-Identifier: Apache-2.0
package aispend.export;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows as CSV with a heading. */
final class CsvLines implements Lines {
  private final List<Column> columns;

  CsvLines(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  @Override
  public String heading() {
    return CsvText.line(columns.stream().map(Column::name).toList());
  }

  @Override
  public String line(ExportRow row) {
    List<@Nullable Object> cells = new ArrayList<>(columns.size());
    for (Column column : columns) {
      cells.add(column.value().of(row));
    }
    return CsvText.line(cells);
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.focus;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file as RFC 4180 has it, in UTF-8, whose first line names the columns. A row with another
 * number of fields is told as defective; a quote that never closes makes the file unreadable.
 */
final class CsvRows implements Rows {
  /** No row is longer. */
  private static final int MAX_ROW_CHARACTERS = 4 * 1024 * 1024;

  private final CsvReader<CsvRecord> reader;
  private final CloseableIterator<CsvRecord> rows;
  private final List<String> columns;

  private CsvRows(
      CsvReader<CsvRecord> reader, CloseableIterator<CsvRecord> rows, List<String> columns) {
    this.reader = reader;
    this.rows = rows;
    this.columns = columns;
  }

  /**
   * Begins to read.
   *
   * @param in closed with the rows, or at once when its first line cannot be read
   */
  static CsvRows of(InputStream in) throws IOException {
    CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .detectBomHeader(true)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .allowUnclosedQuote(false)
            .maxBufferSize(MAX_ROW_CHARACTERS)
            .ofCsvRecord(in, StandardCharsets.UTF_8);
    try {
      CloseableIterator<CsvRecord> rows = reader.iterator();
      List<String> columns =
          rows.hasNext() ? rows.next().getFields().stream().map(String::strip).toList() : List.of();
      return new CsvRows(reader, rows, columns);
    } catch (CsvParseException | UncheckedIOException e) {
      reader.close();
      throw unreadable(e);
    }
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public @Nullable Row next() throws IOException {
    try {
      if (!rows.hasNext()) {
        return null;
      }
      CsvRecord row = rows.next();
      String defect =
          row.getFieldCount() == columns.size()
              ? ""
              : row.getFieldCount() + " fields instead of " + columns.size();
      return new Row("line " + row.getStartingLineNumber(), row.getFields(), defect);
    } catch (CsvParseException | UncheckedIOException e) {
      throw unreadable(e);
    }
  }

  private static IOException unreadable(RuntimeException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return new IOException(cause.getMessage(), e);
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}

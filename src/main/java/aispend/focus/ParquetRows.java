// SPDX-License-Identifier: Apache-2.0
package aispend.focus;

import aispend.store.FileBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.ParquetRuntimeException;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file, of which only the wanted columns are read. Memory holds one row group of these
 * columns at a time.
 */
final class ParquetRows implements Rows {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  private final ParquetFileReader reader;
  private final MessageType schema;
  private final MessageColumnIO columns;
  private @Nullable RecordReader<Group> group;
  private long left;
  private long row;

  private ParquetRows(ParquetFileReader reader, MessageType schema) {
    this.reader = reader;
    this.schema = schema;
    this.columns = new ColumnIOFactory().getColumnIO(schema);
  }

  /**
   * Begins to read.
   *
   * @param file closed with the rows, or at once when they cannot be read
   * @param wanted columns by their names in FOCUS; others are left out
   * @throws IOException when it is no Parquet file, or not to its end
   */
  static ParquetRows of(FileBytes file, Set<String> wanted) throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new ParquetCodecs())
            .build();
    try {
      checkEnd(file);
      ParquetFileReader reader = ParquetFileReader.open(new ParquetInput(file), options);
      MessageType schema = only(wanted, reader.getFileMetaData().getSchema());
      reader.setRequestedSchema(schema);
      return new ParquetRows(reader, schema);
    } catch (ParquetRuntimeException e) {
      file.close();
      throw unreadable(e);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /** Such a file ends with what tells where all else is, so that a cut one shows at once. */
  private static void checkEnd(FileBytes file) throws IOException {
    file.seek(Math.max(0, file.length() - MAGIC.length));
    if (!Arrays.equals(file.readNBytes(MAGIC.length), MAGIC)) {
      throw new IOException("it does not end as a Parquet file does");
    }
  }

  private static MessageType only(Set<String> wanted, MessageType schema) {
    List<String> names = schema.getFields().stream().map(Type::getName).toList();
    List<Type> kept = new ArrayList<>();
    for (String column : wanted) {
      int index = ColumnPlace.index(names, column);
      if (index >= 0 && !kept.contains(schema.getType(index))) {
        kept.add(schema.getType(index));
      }
    }
    return new MessageType(schema.getName(), kept);
  }

  @Override
  public List<String> columns() {
    return schema.getFields().stream().map(Type::getName).toList();
  }

  @Override
  public @Nullable Row next() throws IOException {
    try {
      while (left == 0) {
        PageReadStore pages = reader.readNextRowGroup();
        if (pages == null) {
          return null;
        }
        left = pages.getRowCount();
        group = columns.getRecordReader(pages, new GroupRecordConverter(schema));
      }
      RecordReader<Group> records = group;
      if (records == null) {
        throw new IllegalStateException("rows without a group");
      }
      left--;
      row++;
      return row(records.read());
    } catch (ParquetRuntimeException e) {
      throw unreadable(e);
    }
  }

  private Row row(Group record) {
    List<String> values = new ArrayList<>(schema.getFieldCount());
    for (int i = 0; i < schema.getFieldCount(); i++) {
      values.add(ParquetText.of(record, i));
    }
    return new Row("row " + row, values, "");
  }

  private static IOException unreadable(ParquetRuntimeException e) {
    return new IOException("it cannot be read as Parquet: " + e.getMessage(), e);
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}

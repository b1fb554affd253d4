// SPDX-License-Identifier: Apache-2.0
package aispend.focus;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of one file, one after another, so that memory does not grow with their number. */
interface Rows extends Closeable {
  /** The names of the columns, as the file has them. */
  List<String> columns();

  /**
   * The next row.
   *
   * @return null behind the last
   * @throws IOException when the file cannot be read on, so that what was read of it is not all
   */
  @Nullable Row next() throws IOException;

  /**
   * One row.
   *
   * @param place where it stands in the file: {@code line 17}
   * @param values one for each column; what is null there is empty here
   * @param defect why it cannot be used; empty when it can
   */
  record Row(String place, List<String> values, String defect) {
    String value(int column) {
      return column < 0 ? "" : values.get(column);
    }
  }
}

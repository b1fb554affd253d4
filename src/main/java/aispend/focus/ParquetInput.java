// SPDX-License-Identifier: Apache-2.0
package aispend.focus;

import aispend.store.FileBytes;
import java.io.IOException;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * A file as Parquet's reader takes it. There is one stream of it, which the reader opens once and
 * closes.
 */
record ParquetInput(FileBytes file) implements InputFile {
  @Override
  public long getLength() {
    return file.length();
  }

  @Override
  public SeekableInputStream newStream() {
    return new DelegatingSeekableInputStream(file) {
      @Override
      public long getPos() {
        return file.position();
      }

      @Override
      public void seek(long position) throws IOException {
        file.seek(position);
      }
    };
  }
}

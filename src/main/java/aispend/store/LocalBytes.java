// SPDX-License-Identifier: Apache-2.0
package aispend.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** The bytes of a file of this machine. */
final class LocalBytes extends FileBytes {
  private final RandomAccessFile file;
  private final long length;
  private long position;

  LocalBytes(Path path) throws IOException {
    this.file = new RandomAccessFile(path.toFile(), "r");
    this.length = file.length();
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void seek(long to) throws IOException {
    file.seek(to);
    position = to;
  }

  @Override
  int readSome(byte[] target, int offset, int count) throws IOException {
    int read = file.read(target, offset, count);
    position += Math.max(0, read);
    return read;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}

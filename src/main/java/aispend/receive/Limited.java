// SPDX-License-Identifier: Apache-2.0
package aispend.receive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream of at most so many bytes; a small body may unpack to a huge one. */
final class Limited extends FilterInputStream {
  private long left;

  /** There is more than is taken. */
  static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  Limited(InputStream in, long most) {
    super(in);
    this.left = most;
  }

  @Override
  public int read() throws IOException {
    int one = super.read();
    count(one < 0 ? 0 : 1);
    return one;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    count(Math.max(read, 0));
    return read;
  }

  private void count(int read) throws IOException {
    left -= read;
    if (left < 0) {
      throw new TooLongException();
    }
  }
}

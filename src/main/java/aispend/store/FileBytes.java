// SPDX-License-Identifier: Apache-2.0
package aispend.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The bytes of one file, read on from any place of it. Used by one thread at a time. */
public abstract class FileBytes extends InputStream {
  private final byte[] one = new byte[1];

  /** How many there are. */
  public abstract long length();

  /** Where reading goes on, counted from 0. */
  public abstract long position();

  /**
   * Lets reading go on elsewhere.
   *
   * @param position from 0 to {@link #length()}
   */
  public abstract void seek(long position) throws IOException;

  /** As in {@link InputStream}, of a range that was checked and is not empty. */
  abstract int readSome(byte[] target, int offset, int length) throws IOException;

  /** What is left, or some readers of gzip would take the end of a member for that of the file. */
  @Override
  public final int available() throws IOException {
    return (int) Math.min(Integer.MAX_VALUE, length() - position());
  }

  @Override
  public final int read() throws IOException {
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public final int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    return length == 0 ? 0 : readSome(target, offset, length);
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.store;

import aispend.http.BytesAnswer;
import aispend.model.ProviderException;
import java.io.IOException;
import okio.ByteString;

/**
 * The bytes of an object, asked for in pieces that fit into memory and are each asked for again
 * when they fail. Holds one piece.
 */
final class ObjectBytes extends FileBytes {
  /** Longest piece. */
  private static final int PIECE = 4 << 20;

  /** Shortest piece of a file that is read in places; its end is read as one. */
  private static final int PLACE = 64 << 10;

  private static final int PARTIAL_CONTENT = 206;

  private final Bucket bucket;
  private final String key;
  private final StoredFile file;
  private final FileStore.Reading reading;
  private ByteString piece = ByteString.EMPTY;
  private long pieceStart;
  private long position;

  ObjectBytes(Bucket bucket, String key, StoredFile file, FileStore.Reading reading) {
    this.bucket = bucket;
    this.key = key;
    this.file = file;
    this.reading = reading;
  }

  @Override
  public long length() {
    return file.bytes();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void seek(long to) {
    position = to;
  }

  @Override
  int readSome(byte[] target, int offset, int length) throws IOException {
    if (position >= file.bytes()) {
      return -1;
    }
    if (position < pieceStart || position >= pieceStart + piece.size()) {
      long start = start();
      piece = ask(start, length(start, length));
      pieceStart = start;
    }
    int from = (int) (position - pieceStart);
    int count = Math.min(length, piece.size() - from);
    piece.copyInto(from, target, offset, count);
    position += count;
    return count;
  }

  /** The end of a file is where it tells what is where in it, and is read backwards. */
  private long start() {
    long end = Math.max(0, file.bytes() - PLACE);
    return reading == FileStore.Reading.IN_PLACES && position > end ? end : position;
  }

  private int length(long start, int wanted) {
    int least = reading == FileStore.Reading.THROUGH ? PIECE : PLACE;
    return (int) Math.min(file.bytes() - start, Math.min(PIECE, Math.max(least, wanted)));
  }

  private ByteString ask(long start, int length) throws IOException {
    try {
      String range = "bytes=" + start + "-" + (start + length - 1);
      BytesAnswer answer = bucket.bytes(key, file, range, length);
      if (answer.body().size() != length
          || (answer.status() != PARTIAL_CONTENT && length < file.bytes())) {
        throw bucket.unusable(
            file.path()
                + ": asked for "
                + range
                + " it gave "
                + answer.body().size()
                + " bytes by "
                + answer.status()
                + "; the store must know the header Range");
      }
      return answer.body();
    } catch (ProviderException e) {
      int status = e.status().orElse(0);
      if (status == 404 || status == 412) {
        throw new ChangedException(file, e);
      }
      throw new StoreException(e);
    } catch (InterruptedException e) {
      throw new StoreException(e);
    }
  }
}

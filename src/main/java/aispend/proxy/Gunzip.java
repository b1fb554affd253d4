// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import aispend.usage.AnswerReader;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks gzip (RFC 1952) as it comes, cut anywhere, for a reader. What is damaged, and what stands
 * behind the first member, is passed over: the caller gets the packed bytes as they are. Used by
 * one thread, and closed.
 */
final class Gunzip implements AutoCloseable {
  private static final int FIXED_HEAD = 10;
  private static final int HEAD_CHECKSUM = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private final AnswerReader reader;
  private final Inflater inflater = new Inflater(true);
  private final byte[] unpacked = new byte[8_192];
  private Part part = Part.FIXED;
  private int flags;
  private int left = FIXED_HEAD;
  private int length;

  /** What comes next. */
  private enum Part {
    FIXED,
    EXTRA_LENGTH,
    EXTRA,
    NAME,
    COMMENT,
    CHECKSUM,
    CONTENT,
    DONE
  }

  Gunzip(AnswerReader reader) {
    this.reader = reader;
  }

  void take(byte[] bytes, int offset, int count) {
    int place = offset;
    int end = offset + count;
    while (place < end && part != Part.CONTENT && part != Part.DONE) {
      head(bytes[place] & 0xFF);
      place++;
    }
    if (part == Part.CONTENT && place < end) {
      content(bytes, place, end - place);
    }
  }

  private void content(byte[] bytes, int offset, int count) {
    inflater.setInput(bytes, offset, count);
    try {
      for (int n = inflater.inflate(unpacked); n > 0; n = inflater.inflate(unpacked)) {
        reader.take(unpacked, 0, n);
      }
      part = inflater.finished() ? Part.DONE : part;
    } catch (DataFormatException e) {
      part = Part.DONE; // what was read until here stays
    }
  }

  private void head(int one) {
    switch (part) {
      case FIXED -> {
        flags = left == FIXED_HEAD - 3 ? one : flags;
        step(Part.FIXED);
      }
      case EXTRA_LENGTH -> {
        length |= left == 2 ? one : one << 8;
        step(Part.EXTRA_LENGTH);
      }
      case EXTRA, CHECKSUM -> step(part);
      case NAME, COMMENT -> {
        left = one == 0 ? 1 : 2;
        step(part);
      }
      case CONTENT, DONE -> throw new IllegalStateException("the head is over");
    }
  }

  /** One byte of a part is over; after the last one comes the next part that is there. */
  private void step(Part ended) {
    left--;
    if (left > 0) {
      return;
    }
    if (ended == Part.FIXED && has(EXTRA)) {
      begin(Part.EXTRA_LENGTH, 2);
    } else if (ended == Part.EXTRA_LENGTH && length > 0) {
      begin(Part.EXTRA, length);
    } else if (ended.compareTo(Part.NAME) < 0 && has(NAME)) {
      begin(Part.NAME, 1);
    } else if (ended.compareTo(Part.COMMENT) < 0 && has(COMMENT)) {
      begin(Part.COMMENT, 1);
    } else if (ended.compareTo(Part.CHECKSUM) < 0 && has(HEAD_CHECKSUM)) {
      begin(Part.CHECKSUM, 2);
    } else {
      part = Part.CONTENT;
    }
  }

  private boolean has(int flag) {
    return (flags & flag) != 0;
  }

  private void begin(Part next, int bytes) {
    part = next;
    left = bytes;
  }

  @Override
  public void close() {
    inflater.end();
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.usage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Reads the binary event stream of AWS (big-endian): length of the message, length of its headers,
 * CRC of both, headers, payload, CRC of all. Payloads are JSON; those of InvokeModel hold an event
 * of the model's vendor in base64. After a frame that cannot be right nothing more is read.
 */
final class EventStreamAnswer implements ReadAnswer {
  private static final int PRELUDE = 12;
  private static final int CRC = 4;
  private static final int LONGEST_MESSAGE = 32 * 1024 * 1024;
  private static final int LONGEST_HEADERS = 128 * 1024;

  /** Header {@code :message-type}, a text (type 7), of 9 letters: {@code exception}. */
  private static final byte[] EXCEPTION =
      ":message-type\u0007\u0000\u0009exception".getBytes(StandardCharsets.ISO_8859_1);

  private final Answer answer;
  private final Sieve sieve = new Sieve(this::takePayload);
  private final ByteBuffer prelude = ByteBuffer.allocate(PRELUDE);
  private long at;
  private long headersEnd;
  private long payloadEnd;
  private long messageEnd;
  private int matched;
  private boolean failed;
  private boolean broken;

  EventStreamAnswer(Answer answer) {
    this.answer = answer;
  }

  @Override
  public Answer answer() {
    return answer;
  }

  @Override
  public void take(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length && !broken; i++) {
      take(bytes[i]);
    }
  }

  private void take(byte next) {
    at++;
    if (at <= PRELUDE) {
      prelude.put(next);
      if (at == PRELUDE) {
        begin();
      }
    } else if (at <= headersEnd) {
      matchException(next);
    } else if (at <= payloadEnd) {
      sieve.take(next);
    } else if (at == messageEnd) {
      at = 0;
      matched = 0;
      prelude.clear();
      sieve.reset();
    }
  }

  private void begin() {
    long message = Integer.toUnsignedLong(prelude.getInt(0));
    long headers = Integer.toUnsignedLong(prelude.getInt(4));
    CRC32 crc = new CRC32();
    crc.update(prelude.array(), 0, 8);
    headersEnd = PRELUDE + headers;
    payloadEnd = message - CRC;
    messageEnd = message;
    broken =
        crc.getValue() != Integer.toUnsignedLong(prelude.getInt(8))
            || message > LONGEST_MESSAGE
            || headers > LONGEST_HEADERS
            || headersEnd > payloadEnd;
  }

  private void matchException(byte next) {
    if (matched < EXCEPTION.length) {
      matched = next == EXCEPTION[matched] ? matched + 1 : next == EXCEPTION[0] ? 1 : 0;
      failed |= matched == EXCEPTION.length;
    }
  }

  private void takePayload(Map<Mark, byte[]> document) {
    byte[] packed = document.get(Mark.BYTES);
    if (packed == null || packed.length < 2) {
      answer.take(document);
      return;
    }
    Sieve inner = new Sieve(answer::take);
    for (byte next : unpacked(packed)) {
      inner.take(next);
    }
  }

  /** Base64 in quotes; nothing when it is none. */
  private static byte[] unpacked(byte[] quoted) {
    try {
      return Base64.getDecoder().decode(Arrays.copyOfRange(quoted, 1, quoted.length - 1));
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  @Override
  public boolean failed() {
    return failed || answer.failed();
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import aispend.usage.AnswerReader;
import aispend.usage.CallUsage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows a copy of an answer to its reader, unpacked, and notes when its first token came. Whatever
 * goes wrong here is no trouble of the call: its usage is then not known. Used by one thread.
 */
final class AnswerTap implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AnswerTap.class);

  private final AnswerReader reader;
  private final @Nullable Gunzip gunzip;
  private boolean blind;
  private boolean begun;
  private long firstTokenNanos;

  /**
   * A tap.
   *
   * @param encoding the answer's {@code Content-Encoding}; other than gzip nothing can be seen
   */
  AnswerTap(AnswerReader reader, @Nullable String encoding) {
    boolean packed = encoding != null && encoding.strip().equalsIgnoreCase("gzip");
    this.reader = reader;
    this.gunzip = packed ? new Gunzip(reader) : null;
    this.blind = encoding != null && !packed && !encoding.strip().equalsIgnoreCase("identity");
  }

  void take(byte[] bytes, int offset, int length) {
    if (blind) {
      return;
    }
    try {
      if (gunzip == null) {
        reader.take(bytes, offset, length);
      } else {
        gunzip.take(bytes, offset, length);
      }
      if (!begun && reader.begun()) {
        begun = true;
        firstTokenNanos = System.nanoTime();
      }
    } catch (RuntimeException e) {
      blind = true;
      log.error("The usage of a call could not be read", e);
    }
  }

  /** The instant of {@link System#nanoTime}; null when none was seen. */
  @Nullable Long firstTokenNanos() {
    return begun ? firstTokenNanos : null;
  }

  CallUsage usage() {
    return blind ? CallUsage.NONE : reader.usage();
  }

  /** Whether the vendor says within its answer that the call failed. */
  boolean failed() {
    return !blind && reader.failed();
  }

  @Override
  public void close() {
    if (gunzip != null) {
      gunzip.close();
    }
  }
}

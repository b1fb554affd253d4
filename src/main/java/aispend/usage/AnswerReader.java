// SPDX-License-Identifier: Apache-2.0
package aispend.usage;

/**
 * Looks over the bytes of one answer as they pass and keeps what they say of usage, in bounded
 * memory and whatever comes: nothing that a vendor sends makes it fail. Used by one thread at a
 * time.
 */
public interface AnswerReader {
  /** Takes the next bytes, uncompressed, of a body or a stream; cut anywhere. */
  void take(byte[] bytes, int offset, int length);

  /**
   * Whether the first part of a stream's answer itself was seen: a token, not a heading. Never of
   * an answer that comes whole.
   */
  boolean begun();

  /**
   * Whether the answer came to its own end; of an answer that does not tell, a sound say, always.
   */
  boolean complete();

  /** Whether the vendor says within the answer that the call failed. */
  default boolean failed() {
    return false;
  }

  /** What was seen until now. */
  CallUsage usage();
}

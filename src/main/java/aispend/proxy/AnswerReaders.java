// SPDX-License-Identifier: Apache-2.0
package aispend.proxy;

import aispend.usage.AnswerReader;
import org.jspecify.annotations.Nullable;

/** Makes what reads the usage out of an answer. */
@FunctionalInterface
public interface AnswerReaders {
  /**
   * A reader for one answer.
   *
   * @param contentType of the answer; null when it has none
   * @param path that was called, as it was sent
   */
  AnswerReader reader(@Nullable String contentType, String path);
}

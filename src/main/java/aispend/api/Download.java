// SPDX-License-Identifier: Apache-2.0
package aispend.api;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A file as an answer.
 *
 * @param fileName what to keep it as: letters, digits, points, dashes
 * @param content what is in it
 */
public record Download(String contentType, String fileName, Content content) {
  /** Writes a file, once, in UTF-8, and leaves the stream open. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes all of it; whatever it throws, the file is incomplete.
     *
     * @throws aispend.ledger.LedgerException when the ledger cannot be read further
     */
    void writeTo(OutputStream out) throws IOException;
  }

  public Download {
    requireNonNull(contentType, "contentType");
    requireNonNull(content, "content");
    if (!fileName.matches("[A-Za-z0-9.-]+")) {
      throw new IllegalArgumentException("'" + fileName + "' is no name for a file of ours");
    }
  }
}

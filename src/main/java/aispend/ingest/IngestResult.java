// SPDX-License-Identifier: Apache-2.0
package aispend.ingest;

/**
 * What became of what was read.
 *
 * @param added records seen for the first time
 * @param unchanged records kept before with the same content
 * @param restated records whose content changed since, vanished ones included
 * @param expired records of hours of which only the whole day is kept any more; left out
 * @param rejected rows that could not be right and were left out
 */
public record IngestResult(int added, int unchanged, int restated, int expired, int rejected) {
  public static final IngestResult NONE = new IngestResult(0, 0, 0, 0, 0);

  public IngestResult plus(IngestResult other) {
    return new IngestResult(
        added + other.added,
        unchanged + other.unchanged,
        restated + other.restated,
        expired + other.expired,
        rejected + other.rejected);
  }
}

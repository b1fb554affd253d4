// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

/**
 * What became of a batch's records.
 *
 * @param added records seen for the first time
 * @param unchanged records kept before with the same content
 * @param restated records kept before whose content changed, vanished ones included
 * @param expired records of hours whose day is kept as one, so that they cannot be compared any
 *     more; left out
 */
public record AppendResult(int added, int unchanged, int restated, int expired) {
  public AppendResult plus(AppendResult other) {
    return new AppendResult(
        added + other.added,
        unchanged + other.unchanged,
        restated + other.restated,
        expired + other.expired);
  }
}

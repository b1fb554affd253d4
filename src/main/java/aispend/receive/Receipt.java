// SPDX-License-Identifier: Apache-2.0
package aispend.receive;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a body's events; those accepted are durable.
 *
 * @param duplicates kept before, nothing changed
 * @param rejected those that were not kept, in their order
 */
public record Receipt(int accepted, int duplicates, List<Rejected> rejected) {
  /**
   * An event that was not kept.
   *
   * @param index its place in the body, from 0
   * @param eventId null when it has none
   * @param field what is wrong
   * @param error what is wrong with it and what to do
   */
  public record Rejected(int index, @Nullable String eventId, String field, String error) {}

  public Receipt {
    rejected = List.copyOf(rejected);
  }

  /** Whether there were events and none is kept. */
  public boolean nothingKept() {
    return accepted + duplicates == 0 && !rejected.isEmpty();
  }
}

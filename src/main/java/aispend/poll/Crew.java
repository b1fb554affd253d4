// SPDX-License-Identifier: Apache-2.0
package aispend.poll;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The daemons on one ledger, which share its polls.
 *
 * @param database how Quartz connects to the ledger's database: {@code URL}, {@code user}, {@code
 *     password}
 * @param replica what this daemon is called among them
 * @param configuration equal where the configuration says the same
 * @param polls whether this one takes part at this moment
 * @param notes what they tell each other
 */
public record Crew(
    Map<String, String> database,
    String replica,
    String configuration,
    BooleanSupplier polls,
    PollNotes notes) {
  public Crew {
    database = Map.copyOf(database);
    requireNonNull(replica, "replica");
    requireNonNull(configuration, "configuration");
    requireNonNull(polls, "polls");
    requireNonNull(notes, "notes");
  }

  @Override
  public String toString() {
    return "crew of " + replica;
  }
}

// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Dimension;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** Brings the exposed totals of a ledger in line with the labels and bounds it is opened with. */
final class Preparing {
  /** Labels of families that do not follow the configuration. */
  private static final Set<Dimension> ALWAYS_LABELS = Set.of(Dimension.PROJECT, Dimension.MODEL);

  /** What a migration leaves to be booked; taken away by who does it. */
  private static final String TO_BOOK = "delete from meta where name = :name";

  private Preparing() {}

  /** Members of labels are chosen first, as totals that are built anew ask for them. */
  static void prepare(Handle handle, List<Dimension> labels, LabelBounds bounds) {
    bounds.keep(handle);
    List<Sources.Stored> sources = Sources.all(handle);
    Instant now = Sources.newestReading(sources);
    try (LabelMembers members = new LabelMembers(handle, now)) {
      bounds
          .top()
          .forEach(
              (dimension, top) -> {
                if (labels.contains(dimension) || ALWAYS_LABELS.contains(dimension)) {
                  members.fill(dimension, top, LabelMembers.recently(sources));
                }
              });
    }
    bookOnce(handle, labels, now, "events_to_book", Relayering::bookEvents);
    bookOnce(handle, labels, now, "inferred_to_book", Relayering::bookInferred);
    Relabelling.apply(handle, labels);
    Refolding.apply(handle, bounds, labels, now);
  }

  private static void bookOnce(
      Handle handle, List<Dimension> labels, Instant now, String name, Consumer<Relayering> book) {
    if (handle.createUpdate(TO_BOOK).bind("name", name).execute() == 0) {
      return;
    }
    DisplayNames names = DisplayNames.read(handle);
    Counters counters = new Counters(labels, names);
    Postings postings = new Postings(handle, labels, names, now);
    book.accept(new Relayering(handle, counters, postings, new MatchedModels()));
    counters.flush(handle, Instant.EPOCH);
    postings.flush();
  }
}
